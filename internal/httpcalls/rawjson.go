package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Parsed returns the shape of a body that was written as text: a literal, a
// template whose verbs are holes, a concatenation. Text that is no JSON, or
// whose structure is in a hole, is unknown. Any other body is returned as it
// is.
func (j *JSON) Parsed() *JSON {
	if j == nil || j.Kind != JSONRaw {
		return j
	}
	if j.Open || len(j.Texts) == 0 {
		return &JSON{Kind: JSONUnknown, Open: true}
	}
	var out *JSON
	for _, t := range j.Texts {
		p := rawParser{t: t, s: t.Pattern()}
		v := p.value(0)
		if p.space(); v == nil || p.i < len(p.s) {
			return &JSON{Kind: JSONUnknown, Open: true}
		}
		if out == nil {
			out = v
		} else {
			out = mergeJSON(out, v)
		}
	}
	return out
}

// A rawParser reads JSON in which flow.HoleMark stands for any text. A hole
// among the members of an object, or in a key, leaves the object open.
type rawParser struct {
	t flow.Text
	s string // its pattern, in which a hole is one byte as well
	i int
}

const hole = flow.HoleMark

func (p *rawParser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// next skips space and reports whether c follows, which it then takes.
func (p *rawParser) next(c byte) bool {
	p.space()
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

// value reads one value, or returns nil.
func (p *rawParser) value(depth int) *JSON {
	p.space()
	if p.i >= len(p.s) || depth > 40 {
		return nil
	}
	switch p.s[p.i] {
	case '{':
		p.i++
		return p.object(depth)
	case '[':
		p.i++
		return p.array(depth)
	case '"':
		p.i++
		t, ok := p.text()
		if !ok {
			return nil
		}
		return &JSON{Kind: JSONString, Texts: []flow.Text{t}, Loops: t.Loops(), Kinds: IsString, Made: p.source(p.i - 1)}
	}
	from := p.i
	for p.i < len(p.s) && strings.IndexByte(",]} \t\r\n", p.s[p.i]) < 0 {
		p.i++
	}
	loops := p.t.Slice(from, p.i).Loops()
	switch word := p.s[from:p.i]; {
	case word == "":
		return nil
	case word == hole:
		return &JSON{Kind: JSONUnknown, Open: true, Loops: loops}
	case word == "null" || word == "true" || word == "false" || strings.Trim(word, "+-.0123456789eE"+hole) == "":
		return &JSON{Kind: JSONOther, Loops: loops, Kinds: wordKinds(word), Consts: wordConsts(word), Made: p.source(from)}
	}
	return nil
}

// source is where a byte of the text is written.
func (p *rawParser) source(i int) ir.Source {
	for _, part := range p.t.Slice(i, i+1) {
		return part.Src
	}
	return ir.Source{}
}

func wordKinds(word string) Kinds {
	switch {
	case word == "null":
		return IsNull
	case word == "true" || word == "false":
		return IsBoolean
	case strings.ContainsAny(word, ".eE"+hole):
		return IsNumber
	}
	return IsInteger
}

func wordConsts(word string) []string {
	if strings.Contains(word, hole) {
		return nil
	}
	return []string{word}
}

// text reads the rest of a string after its opening quote.
func (p *rawParser) text() (flow.Text, bool) {
	from := p.i
	for ; p.i < len(p.s); p.i++ {
		switch p.s[p.i] {
		case '\\':
			p.i++
		case '"':
			p.i++
			return p.t.Slice(from, p.i-1), true
		}
	}
	return nil, false
}

func (p *rawParser) object(depth int) *JSON {
	j := &JSON{Kind: JSONObject, Keys: map[string]*JSON{}, Kinds: IsObject, Made: p.source(p.i - 1)}
	for !p.next('}') {
		if p.next(hole[0]) { // members that are put in as a whole
			j.Open = true
			p.next(',')
			continue
		}
		if !p.next('"') {
			return nil
		}
		at := p.i
		key, ok := p.text()
		if !ok || !p.next(':') {
			return nil
		}
		v := p.value(depth + 1)
		if v == nil {
			return nil
		}
		if k, known := key.Const(); known {
			v.Name = p.source(at)
			j.Keys[k] = v
		} else {
			j.Open = true
		}
		if p.next(hole[0]) { // as in {"a": 1%s}, where the rest may follow
			j.Open = true
		}
		if !p.next(',') {
			if !p.next('}') {
				return nil
			}
			break
		}
	}
	j.sortNames()
	return j
}

func (p *rawParser) array(depth int) *JSON {
	j := &JSON{Kind: JSONArray, Kinds: IsArray, Made: p.source(p.i - 1)}
	defer func() {
		if j.Len = len(j.Elems); j.Open {
			j.Len = -1
		}
	}()
	for !p.next(']') {
		v := p.value(depth + 1)
		if v == nil {
			return nil
		}
		if v.Kind == JSONUnknown { // a hole may be several elements
			j.Open = true
		}
		j.Elems = append(j.Elems, v)
		if !p.next(',') {
			if !p.next(']') {
				return nil
			}
			break
		}
	}
	return j
}
