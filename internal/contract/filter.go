package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A Condition is one comparison of a filter: equals(email,"a@example.com").
type Condition struct {
	Operator, Field string
	Args            []FilterArg
	At, End         int // of the operator in the text
	FieldAt         int
	parts           int // arguments, the field among them
}

// A FilterArg is one value of a condition, as it is written.
type FilterArg struct {
	Text    string
	At, End int
}

// ParseFilter reads a filter, which may hold parts that are not known
// ([klaviyo.Hole]). It returns the conditions, and what is wrong with the text
// with the place, as far as that is certain: a part that is not known may hold
// anything, brackets and quotes too.
//
//	filter    = expr *("," expr)
//	expr      = ("and" | "or" | "not") "(" filter ")" | operator "(" field *("," value) ")"
//	value     = string | list | word
//
// Source: https://developers.klaviyo.com/en/docs/filtering_.
func ParseFilter(s string) ([]Condition, *FilterError) {
	p := &filterParser{s: s}
	for {
		p.expr(0)
		if p.err != nil || p.lost {
			break
		}
		p.space()
		if p.i >= len(p.s) {
			break
		}
		if strings.HasPrefix(p.s[p.i:], klaviyo.Hole) {
			break // the rest is not known
		}
		if p.s[p.i] != ',' {
			p.fail(p.i, "something follows a condition; join conditions as and(...,...)")
			break
		}
		p.i++
	}
	if p.err != nil && p.hole {
		p.err = nil // what is not known may mend it
	}
	return p.found, p.err
}

// A FilterError is what is wrong with a filter, and where.
type FilterError struct {
	At  int
	Why string
}

type filterParser struct {
	s     string
	i     int
	found []Condition
	err   *FilterError
	hole  bool // a part that is not known stands outside of quotes
	lost  bool // the structure itself is not known
}

func (p *filterParser) fail(at int, why string) {
	if p.err == nil {
		p.err = &FilterError{at, why}
	}
}

func (p *filterParser) space() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\n' || p.s[p.i] == '\t') {
		p.i++
	}
}

const maxFilterDepth = 20

func (p *filterParser) expr(depth int) {
	p.space()
	at := p.i
	name := p.word("(),\"'[] ")
	if strings.Contains(name, klaviyo.Hole) {
		p.hole = true
	}
	if depth > maxFilterDepth || p.i >= len(p.s) && p.hole {
		p.lost = true
		return
	}
	if p.i >= len(p.s) || p.s[p.i] != '(' {
		if name == klaviyo.Hole {
			p.lost = p.i < len(p.s) && p.s[p.i] != ',' && p.s[p.i] != ')'
			return // a condition that is not known
		}
		p.fail(at, "a condition is written operator(field,value)")
		return
	}
	p.i++
	switch name {
	case "and", "or", "not":
		for {
			p.expr(depth + 1)
			p.space()
			if p.err != nil || p.lost {
				return
			}
			if p.i < len(p.s) && p.s[p.i] == ',' {
				p.i++
				continue
			}
			break
		}
	default:
		p.condition(name, at)
	}
	if p.err != nil || p.lost {
		return
	}
	p.space()
	if p.i >= len(p.s) || p.s[p.i] != ')' {
		if p.i < len(p.s) && strings.HasPrefix(p.s[p.i:], klaviyo.Hole) {
			p.hole, p.lost = true, true
			return
		}
		p.fail(min(p.i, len(p.s)), "a bracket is not closed")
		return
	}
	p.i++
}

func (p *filterParser) condition(name string, at int) {
	c := Condition{Operator: name, At: at, End: at + len(name)}
	p.space()
	c.FieldAt = p.i
	c.Field = strings.TrimSpace(p.word("(),\"'["))
	if strings.Contains(c.Field, klaviyo.Hole) {
		p.hole = true
	}
	if p.i < len(p.s) && (p.s[p.i] == '"' || p.s[p.i] == '\'') {
		p.fail(p.i, "the field stands without quotes")
		return
	}
	c.parts = 1
	for p.i < len(p.s) && p.s[p.i] == ',' && p.err == nil {
		p.i++
		p.space()
		from := p.i
		p.value()
		c.parts++
		c.Args = append(c.Args, FilterArg{p.s[from:min(p.i, len(p.s))], from, p.i})
		p.space()
	}
	if p.err == nil {
		p.found = append(p.found, c)
	}
}

// value takes one value: a string in quotes, a list, or a bare word.
func (p *filterParser) value() {
	if p.i >= len(p.s) {
		return
	}
	switch q := p.s[p.i]; q {
	case '"', '\'':
		from := p.i
		for p.i++; p.i < len(p.s) && p.s[p.i] != q; p.i++ {
			if p.s[p.i] == '\\' {
				p.i++
			}
		}
		if p.i >= len(p.s) {
			p.hole = p.hole || strings.Contains(p.s[from:], klaviyo.Hole)
			p.fail(from, "a quote is not closed")
			return
		}
		p.i++
		if p.i < len(p.s) && strings.HasPrefix(p.s[p.i:], klaviyo.Hole) {
			p.hole = true
			p.word("),")
		}
	case '[':
		from := p.i
		p.i++
		for {
			p.space()
			if p.i < len(p.s) && p.s[p.i] == ']' {
				p.i++
				return
			}
			p.value()
			p.space()
			if p.err != nil {
				return
			}
			switch {
			case p.i < len(p.s) && p.s[p.i] == ',':
				p.i++
			case p.i < len(p.s) && p.s[p.i] == ']':
			default:
				p.fail(from, "a list is not closed")
				return
			}
		}
	default:
		if strings.Contains(p.word("),]"), klaviyo.Hole) {
			p.hole = true
		}
	}
}

// word takes text up to one of the letters.
func (p *filterParser) word(until string) string {
	from := p.i
	for p.i < len(p.s) && !strings.ContainsRune(until, rune(p.s[p.i])) {
		p.i++
	}
	return p.s[from:p.i]
}

// filter judges the text of a filter.
func (j *queryJudge) filter(v Text) {
	if strings.Trim(v.S, klaviyo.Hole) == "" {
		return
	}
	fields := j.t.Op.FilterFields(j.rev)
	conditions, bad := ParseFilter(v.S)
	if bad != nil {
		j.add(Fault{
			Code: "filter", Path: "filter", Name: v.S, At: v.at(bad.At, len(v.S)),
			Message: fmt.Sprintf("malformed filter: %s (%s): Klaviyo answers 400 \"Invalid filter provided\"", bad.Why, j.t.Op.String()),
		})
		return
	}
	for _, c := range conditions {
		j.condition(v, c, fields)
	}
}

// operators are those of all filters, at every revision.
var operators = []string{
	"equals", "any", "contains", "starts-with", "ends-with", "greater-than", "greater-or-equal", "less-than", "less-or-equal", "has",
}

// anyField judges a condition of which the field is not known.
func (j *queryJudge) anyField(v Text, c Condition) {
	f := Fault{Code: "filter operator", Path: "filter", Name: c.Operator, At: v.at(c.At, c.End)}
	switch {
	case c.Operator == "has" && len(c.Args) > 0:
		f.Code = "filter"
		f.Message = fmt.Sprintf("malformed filter: has(...) takes a field alone (%s): Klaviyo answers 400 \"Invalid filter provided\"", j.t.Op.String())
	case strings.Contains(c.Operator, klaviyo.Hole) || strings.HasPrefix(c.Operator, "contains-") || slices.Contains(operators, c.Operator):
		return
	default:
		way := "it takes " + oneOf(operators)
		if near := schema.Near(c.Operator, operators); near != "" {
			f.Instead, way = near, fmt.Sprintf("%q is", near)
		}
		f.Message = fmt.Sprintf("%q is no operator of a filter (%s): Klaviyo answers 400; %s", c.Operator, j.t.Op.String(), way)
	}
	j.add(f)
}

func (j *queryJudge) condition(v Text, c Condition, fields []schema.FilterField) {
	if strings.Contains(c.Field, klaviyo.Hole) {
		j.anyField(v, c)
		return
	}
	if strings.Contains(c.Field, klaviyo.Hole) || len(fields) == 0 {
		return
	}
	var names []string
	var field *schema.FilterField
	for i, f := range fields {
		names = append(names, f.Name)
		if f.Name == c.Field {
			field = &fields[i]
		}
	}
	if field == nil {
		f, ok := j.lacks("field", c.Field, names, func(i int) bool { _, ok := j.t.Op.FilterField(i, c.Field); return ok })
		if ok {
			f.At = v.at(c.FieldAt, c.FieldAt+len(c.Field))
			j.add(f)
		}
		return
	}
	if strings.Contains(c.Operator, klaviyo.Hole) {
		return
	}
	op, ok := field.Operator(c.Operator)
	if !ok {
		names = nil
		for _, o := range field.Operators {
			names = append(names, o.Name)
		}
		f, ok := j.lacks("operator", c.Operator, names, func(i int) bool {
			x, ok := j.t.Op.FilterField(i, c.Field)
			if ok {
				_, ok = x.Operator(c.Operator)
			}
			return ok
		})
		if ok {
			f.Path = "filter " + c.Field
			f.Message = strings.Replace(f.Message, "no operator", "no operator for "+strconv.Quote(c.Field), 1)
			f.At = v.at(c.At, c.End)
			j.add(f)
		}
		return
	}
	j.args(v, c, field, op)
}

// lacks judges a field or operator that the revision does not have.
func (j *queryJudge) lacks(what, name string, known []string, holds func(int) bool) (Fault, bool) {
	f := Fault{Code: "filter " + what, Path: "filter", Name: name}
	op := j.t.Op.String()
	way := "it takes " + oneOf(known)
	if near := schema.Near(name, known); near != "" {
		f.Instead, way = near, fmt.Sprintf("%q is", near)
	}
	switch st, since := stand(j.rev, j.newest(), holds); st {
	case flap:
		return f, false
	case gone:
		f.Revised = true
		f.Message = fmt.Sprintf("%q is no %s of the filter since %s (%s): Klaviyo answers 400; %s", name, what, j.since(since), op, way)
	case later:
		f.Strict, f.Revised = true, true
		f.Message = fmt.Sprintf("%q is a filter %s from revision %s on, and %s answers (%s): Klaviyo may answer 400", name, what, j.t.Op.Table().Name(since), j.t.served(j.rev), op)
	default:
		f.Message = fmt.Sprintf("%q is no %s of the filter of %s at %s: Klaviyo answers 400; %s", name, what, op, j.t.served(j.rev), way)
	}
	return f, true
}

var bareWord = regexp.MustCompile(`^(true|false|null|-?[0-9.]+|\d{4}-\d\d-\d\d.*)$`)

// letters is text of which the beginning is known, and the rest is not.
var letters = regexp.MustCompile(`^[A-Za-z][^` + klaviyo.Hole + `]*` + klaviyo.Hole)

// wordStart reports whether a text may grow into a word that stands without
// quotes.
func wordStart(s string) bool {
	lit, _, _ := strings.Cut(s, klaviyo.Hole)
	return slices.ContainsFunc([]string{"true", "false", "null"}, func(w string) bool { return strings.HasPrefix(w, lit) })
}

// args judges how the values of a condition are written.
func (j *queryJudge) args(v Text, c Condition, field *schema.FilterField, op schema.FilterOperator) {
	add := func(at, end int, strict bool, why string) {
		j.add(Fault{
			Code: "filter", Path: "filter " + c.Field, Name: c.Operator, At: v.at(at, end), Strict: strict,
			Message: fmt.Sprintf("malformed filter: %s (%s): Klaviyo answers 400 \"Invalid filter provided\"", why, j.t.Op.String()),
		})
	}
	if slices.ContainsFunc(c.Args, func(a FilterArg) bool { return a.Text == klaviyo.Hole }) {
		return // it may be several values
	}
	switch {
	case c.Operator == "has":
		if len(c.Args) > 0 {
			add(c.At, c.End, false, fmt.Sprintf("has(%s) takes a field alone", c.Field))
		}
		return
	case len(c.Args) == 0:
		add(c.At, c.End, false, fmt.Sprintf("%s(%s) has no value", c.Operator, c.Field))
		return
	case len(c.Args) > 1:
		why := fmt.Sprintf("%s(%s,...) has %d values", c.Operator, c.Field, len(c.Args))
		if c.Operator == "any" || op.List {
			why += "; put them into [ ]"
		}
		add(c.Args[1].At, c.Args[1].End, false, why)
		return
	}
	a := c.Args[0]
	text := strings.TrimSpace(a.Text)
	switch {
	case text == "":
		add(c.At, c.End, false, fmt.Sprintf("%s(%s,) has no value", c.Operator, c.Field))
	case letters.MatchString(text) && !wordStart(text) && field.Kind != schema.Boolean:
		// What begins with a letter is no quoted text, whatever fills the hole.
		add(a.At, a.End, false, fmt.Sprintf("the value of %s stands without quotes: write %s(%s,\"...\")", c.Field, c.Operator, c.Field))
	case text[0] == '[' || text[0] == '"' || text[0] == '\'' || strings.Contains(text, klaviyo.Hole):
		bare := strings.Trim(text, `"'`)
		if field.Format == "date-time" && text[0] != '[' && bareDate.MatchString(bare) {
			add(a.At, a.End, true, fmt.Sprintf("%q is a date, and %s wants a time such as %sT00:00:00Z", bare, c.Field, bare))
		}
	case !bareWord.MatchString(text):
		add(a.At, a.End, false, fmt.Sprintf("the value of %s stands without quotes: write %s(%s,%q)", c.Field, c.Operator, c.Field, text))
	case field.Format == "date-time" && bareDate.MatchString(text):
		add(a.At, a.End, true, fmt.Sprintf("%q is a date, and %s wants a time such as %sT00:00:00Z", text, c.Field, text))
	}
}
