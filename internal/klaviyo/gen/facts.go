package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The facts of one operation at one revision.
type facts struct {
	name     string
	bodyKind string // "j", "m", with "?" when the body is not required
	body     *tree
	reply    []replyFact
	query    *tree // an object of parameters, or nil
	filter   []filterFact
	scope    string
	rate     string
	auth     string
	limit    string
}

type replyFact struct {
	status string
	tree   *tree
}

type filterFact struct {
	field string
	ops   map[string]string // operator -> letters of what it takes
	value *object           // kind of the value, or nil
}

func (r *schemaReader) facts(o op) (*facts, error) {
	f := &facts{name: o.str("operationId")}
	if b := o.obj("requestBody"); b != nil {
		content := b.obj("content")
		if len(content.names()) != 1 {
			return nil, fmt.Errorf("a body of %d content types", len(content.names()))
		}
		typ := content.keys[0]
		t, _, err := r.read(content.obj(typ).obj("schema"), 0)
		if err != nil {
			return nil, err
		}
		f.body, f.bodyKind = t, "j"
		if strings.HasPrefix(typ, "multipart") {
			f.bodyKind = "m"
		}
		f.bodyKind += mark(!b.yes("required"), "?")
	}
	responses := o.obj("responses")
	for _, status := range responses.names() {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		var t *tree
		content := responses.obj(status).obj("content")
		for _, typ := range content.names() {
			var err error
			if t, _, err = r.read(content.obj(typ).obj("schema"), 0); err != nil {
				return nil, err
			}
		}
		f.reply = append(f.reply, replyFact{status, t})
	}
	slices.SortFunc(f.reply, func(a, b replyFact) int { return strings.Compare(a.status, b.status) })
	var err error
	if f.query, err = r.params(o); err != nil {
		return nil, err
	}
	if f.filter, err = filterFacts(o); err != nil {
		return nil, err
	}
	scopes := o.strs("x-klaviyo-scopes")
	slices.Sort(scopes)
	f.scope = strings.ReplaceAll(strings.Join(scopes, "+"), " ", "_")
	f.rate = strings.Join(rates(o), "/")
	f.auth = auth(o)
	f.limit = limits(o)
	return f, nil
}

// params returns the query parameters, the headers but revision, and the parts
// of the path that have fixed values, as one object.
func (r *schemaReader) params(o op) (*tree, error) {
	t := tree{kind: '{'}
	for _, q := range o.objs("parameters") {
		name, in := q.str("name"), q.str("in")
		flags := mark(q.yes("required"), "!")
		switch {
		case in == "query":
		case in == "header" && name != "revision":
			name = "H:" + name
		case in == "path" && q.obj("schema").has("enum"):
			name, flags = "P:"+name, "!"
		default:
			continue
		}
		x, _, err := r.read(q.obj("schema"), 0)
		if err != nil {
			return nil, err
		}
		t.members = append(t.members, treeMember{name, flags, x})
	}
	if len(t.members) == 0 {
		return nil, nil
	}
	slices.SortFunc(t.members, func(a, b treeMember) int { return strings.Compare(a.name, b.name) })
	return r.pool.add(t), nil
}

// rates returns the limits of calls: burst, steady, daily.
func rates(o op) []string {
	var out []string
	rl := o.obj("x-klaviyo-ratelimit")
	for _, k := range []string{"burst", "steady", "daily"} {
		if v := rl.get(k); v != nil {
			n, _, _ := strings.Cut(fmt.Sprint(v), "/")
			out = append(out, n)
		}
	}
	return out
}

func auth(o op) string {
	a := "k"
	if sec, ok := o.get("security").([]any); ok && len(sec) == 0 {
		a = "c"
	}
	for _, q := range o.objs("parameters") {
		if q.str("name") == "revision" && q.str("in") == "header" && q.yes("required") {
			return a
		}
	}
	return a + "r?"
}

var (
	filterLine = regexp.MustCompile("^`([^`]+)`\\s*: ((?:`[^`]+`(?:, )?)+)$")
	quoted     = regexp.MustCompile("`([^`]+)`")
)

const filterHead = "Allowed field(s)/operator(s):<br>"

// filterFacts reads the fields of the filter: from the text of the parameter,
// which every revision has, and from the machine's table where there is one.
func filterFacts(o op) ([]filterFact, error) {
	var filter *object
	for _, q := range o.objs("parameters") {
		if q.str("name") == "filter" && q.str("in") == "query" {
			filter = q
			break
		}
	}
	if filter == nil {
		return nil, nil
	}
	var out []filterFact
	field := func(name string) *filterFact {
		i := slices.IndexFunc(out, func(f filterFact) bool { return f.field == name })
		if i < 0 {
			i = len(out)
			out = append(out, filterFact{field: name, ops: map[string]string{}})
		}
		return &out[i]
	}
	if parts := strings.Split(filter.str("description"), filterHead); len(parts) == 2 {
		for l := range strings.SplitSeq(parts[1], "<br>") {
			m := filterLine.FindStringSubmatch(strings.TrimSpace(l))
			if m == nil {
				return nil, fmt.Errorf("filter: a line of the description is not understood: %q", l)
			}
			f := field(m[1])
			for _, q := range quoted.FindAllStringSubmatch(m[2], -1) {
				f.ops[q[1]] = ""
			}
		}
	}
	machine := o.obj("x-klaviyo-filters")
	for _, name := range machine.names() {
		f, x := field(name), machine.obj(name)
		f.value = x.obj("value")
		arities := x.obj("operators")
		for _, arity := range arities.names() {
			for _, op := range arities.strs(arity) {
				letters := strings.Split(f.ops[op]+arity[:1], "")
				slices.Sort(letters)
				f.ops[op] = strings.Join(letters, "")
			}
		}
	}
	return out, nil
}

const (
	proseNumber = "`?([\\d,]+)`?"
	proseSize   = "`?(\\d+(?:\\.\\d+)?\\s?[KM]B)"
)

// limitTexts finds numbers that stand in prose only. Only the number is kept.
var limitTexts = []struct {
	name string
	re   *regexp.Regexp
}{
	{"items", regexp.MustCompile(`(?i)\baccepts (?:up to|a maximum of) ` + proseNumber + ` [\w -]+? per (?:request|call)`)},
	{"items", regexp.MustCompile(`(?i)maximum number of profiles can be submitted for subscription: ` + proseNumber)},
	{"items", regexp.MustCompile(`(?i)max number of [\w ]+? per job we allow for is ` + proseNumber)},
	{"page", regexp.MustCompile(`(?i)\breturns a maximum of ` + proseNumber + ` [\w -]+? per (?:page|request)`)},
	{"jobs", regexp.MustCompile(`(?i)max(?:imum)? number of jobs (?:in progress|queued) at (?:one time|once)(?: we allow for)? is ` + proseNumber)},
	{"bytes", regexp.MustCompile(`(?i)maximum allowed payload size is ` + proseSize)},
	{"each", regexp.MustCompile(`(?i)maximum allowed payload size per-\w+ is ` + proseSize)},
}

var space = regexp.MustCompile(`<br>|\s+`)

func limits(o op) string {
	text := space.ReplaceAllString(o.str("description"), " ")
	var out []string
	for _, l := range limitTexts {
		for _, m := range l.re.FindAllStringSubmatch(text, -1) {
			out = append(out, l.name+"="+strings.NewReplacer(",", "", " ", "").Replace(m[1]))
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ",")
}
