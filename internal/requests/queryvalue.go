package requests

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// QueryValue turns the query of a URL into the parameters that the contract
// judges. The places in it are [ir.Source] values.
func (u *URL) QueryValue() contract.Query {
	var q contract.Query
	readQuery(&q, u.Query)
	return q
}

func readQuery(q *contract.Query, t flow.Text) {
	r := queryReader{text: t, bytes: queryBytes(t)}
	for from := 0; from < len(r.bytes); {
		end := r.find('&', from, len(r.bytes))
		r.param(q, from, end)
		from = end + 1
	}
}

// A queryByte is one byte of a query: of a literal, or a hole.
type queryByte struct {
	c       byte
	hole    bool
	escaped bool // what fills the hole is encoded when it is sent
}

func queryBytes(t flow.Text) []queryByte {
	var out []queryByte
	for _, p := range t {
		if p.Hole {
			out = append(out, queryByte{c: klaviyo.Hole[0], hole: true, escaped: p.Escaped})
			continue
		}
		for i := range len(p.Lit) {
			out = append(out, queryByte{c: p.Lit[i]})
		}
	}
	return out
}

type queryReader struct {
	text  flow.Text
	bytes []queryByte
}

// find returns the first place of a separator, or end.
func (r *queryReader) find(c byte, from, end int) int {
	for i := from; i < end; i++ {
		if b := r.bytes[i]; b.c == c && !b.escaped && !b.hole {
			return i
		}
	}
	return end
}

// param adds the parameter that stands between two places. A part that is not
// known may hold others.
func (r *queryReader) param(q *contract.Query, from, end int) {
	for _, b := range r.bytes[from:end] {
		q.Open = q.Open || b.hole && !b.escaped
	}
	eq := r.find('=', from, end)
	if eq == end { // parameters that are joined, each perhaps
		for _, p := range r.text.Slice(from, end) {
			n := len(q.Params)
			for _, t := range p.Among {
				readQuery(q, t)
			}
			for i := n; i < len(q.Params); i++ {
				q.Params[i].Maybe = true
			}
		}
	}
	name := r.decode(from, eq)
	if strings.Contains(name.S, klaviyo.Hole) {
		q.Open = true
		// What is not known may end in a separator: base+"&page[size]=5".
		name.S = name.S[strings.LastIndex(name.S, klaviyo.Hole)+1:]
		return
	}
	if name.S == "" {
		return
	}
	p := contract.Param{Name: name.S, At: r.source(from, eq)}
	if eq < end {
		p.Values = []contract.Text{r.decode(eq+1, end)}
		for _, x := range r.text.Slice(eq+1, end) {
			r.listed(&p, x)
		}
	} else {
		p.Values = []contract.Text{{}}
	}
	q.Params = append(q.Params, p)
}

// listed adds what may be among the values of a parameter.
func (r *queryReader) listed(p *contract.Param, x flow.Part) {
	if !x.Hole {
		return
	}
	if x.From.Named != "" && !slices.Contains(p.Types, x.From.Named) {
		p.Types = append(p.Types, x.From.Named)
	}
	for _, t := range x.Among {
		in := queryReader{text: t, bytes: queryBytes(t)}
		v := in.decode(0, len(in.bytes))
		if p.Name == "filter" { // conditions that are joined
			if found, bad := contract.ParseFilter(v.S); len(found) == 0 || bad != nil {
				continue
			}
		}
		p.Values = append(p.Values, v)
		for _, y := range t {
			in.listed(p, y)
		}
	}
}

// decode undoes the encoding of a stretch, and keeps where each byte stands.
func (r *queryReader) decode(from, end int) contract.Text {
	var s []byte
	var at []int
	for i := from; i < end; i++ {
		b, n := r.bytes[i], i
		switch {
		case b.escaped || b.hole:
		case b.c == '+':
			b.c = ' '
		case b.c == '%' && i+2 < end:
			if hi, lo := unhex(r.bytes[i+1]), unhex(r.bytes[i+2]); hi >= 0 && lo >= 0 {
				b.c = byte(hi<<4 | lo)
				i += 2
			}
		}
		s, at = append(s, b.c), append(at, n)
	}
	return contract.Text{S: string(s), At: func(lo, hi int) any {
		if lo >= len(at) {
			return r.source(from, end)
		}
		last := end
		if hi < len(at) {
			last = at[hi]
		}
		return r.source(at[lo], last)
	}}
}

func unhex(b queryByte) int {
	switch c := b.c; {
	case b.hole || b.escaped:
		return -1
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// source is where the first literal of a stretch is written; the nearest one
// before it where there is none.
func (r *queryReader) source(from, end int) any {
	for _, p := range r.text.Slice(from, end) {
		if !p.Hole && (p.Src.Pos.IsValid() || p.Src.Pkg != "") {
			return p.Src
		}
	}
	var last any
	for _, p := range r.text.Slice(0, from) {
		if !p.Hole && (p.Src.Pos.IsValid() || p.Src.Pkg != "") {
			last = p.Src
		}
	}
	return last
}

// An Unescaped is a value that is put into a filter or a path as it is.
type Unescaped struct {
	Name string    // what the code calls it
	Src  ir.Source // the literal before it
	Path bool
}

// Unescaped returns the values that may hold a plus sign, an ampersand or a
// quote by their names, and reach the filter or the path without an encoding.
func (u *URL) Unescaped() []Unescaped {
	var out []Unescaped
	var src ir.Source
	filter := false
	for _, p := range u.Query {
		if !p.Hole {
			if i := strings.LastIndexByte(p.Lit, '&'); i >= 0 {
				filter = strings.HasPrefix(p.Lit[i+1:], "filter=")
			}
			if strings.Contains(p.Lit, "filter=") && !strings.Contains(p.Lit[strings.Index(p.Lit, "filter="):], "&") {
				filter = true
			}
			if p.Src.Pos.IsValid() || p.Src.Pkg != "" {
				src = p.Src
			}
			continue
		}
		if filter && !p.Escaped && personal(p.From, "email", "mail", "phone", "name") {
			out = append(out, Unescaped{Name: p.From.Name, Src: src})
		}
	}
	src = ir.Source{}
	for _, p := range u.Path {
		if !p.Hole {
			if p.Src.Pos.IsValid() || p.Src.Pkg != "" {
				src = p.Src
			}
			continue
		}
		if !p.Escaped && personal(p.From, "email") {
			out = append(out, Unescaped{Name: p.From.Name, Src: src, Path: true})
		}
	}
	return out
}

// Unquoted returns the values that stand in a condition of the filter without
// quotes, and are by their names no numbers, words or times: equals(email,%s).
func (u *URL) Unquoted() []Unescaped {
	var out []Unescaped
	decoded := func(i int) string {
		if i < 0 || i >= len(u.Query) || u.Query[i].Hole {
			return ""
		}
		s := u.Query[i].Lit
		if d, err := url.QueryUnescape(s); err == nil {
			s = d
		}
		return s
	}
	for i, p := range u.Query {
		if !p.Hole || !strings.HasPrefix(decoded(i+1), ")") || !opensValue.MatchString(decoded(i-1)) {
			continue
		}
		if personal(p.From, "email", "mail", "phone") {
			out = append(out, Unescaped{Name: p.From.Name, Src: u.Query[i-1].Src})
		}
	}
	return out
}

// opensValue is the beginning of a condition, up to its value.
var opensValue = regexp.MustCompile(`(?:equals|contains|starts-with|ends-with|contains-any|any)\([a-z_.]+,$`)

// personal reports whether a value is, by its name, what people write freely.
func personal(o flow.Origin, words ...string) bool {
	switch o.Kind {
	case "param", "field", "range":
	default:
		return false
	}
	for _, w := range nameWords(o.Name) {
		for _, x := range words {
			if w == x || w == x+"address" {
				return true
			}
		}
	}
	return false
}

// nameWords splits a Go name into its words, in lower case.
func nameWords(name string) []string {
	var out []string
	word := ""
	for i, c := range name {
		upper := c >= 'A' && c <= 'Z'
		if (upper && i > 0 && !(name[i-1] >= 'A' && name[i-1] <= 'Z')) || c == '_' || c == '.' {
			if word != "" {
				out = append(out, word)
			}
			word = ""
		}
		if c != '_' && c != '.' {
			word += strings.ToLower(string(c))
		}
	}
	return append(out, word)
}
