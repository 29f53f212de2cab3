package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A tree is a schema with its references resolved. Equal trees are one
// pointer within a pool.
type tree struct {
	id   int
	kind byte // '{' object, 'o' free object, '[' array, '|' one of, '^' reference outwards, else a scalar

	members []treeMember // of an object, sorted by name
	flags   string       // of an array
	elem    *tree
	arms    []*tree
	up      int

	format, min, max, dflt string
	hasDefault             bool
	values                 []string
	hasValues              bool
}

type treeMember struct {
	name  string
	flags string // "!" required, "?" nullable, "<" read only, ">" write only
	tree  *tree
}

// A treePool holds every tree once.
type treePool struct{ of map[string]*tree }

func newTreePool() *treePool { return &treePool{map[string]*tree{}} }

func (p *treePool) add(t tree) *tree {
	k := t.shallow()
	if have, ok := p.of[k]; ok {
		return have
	}
	t.id = len(p.of)
	p.of[k] = &t
	return &t
}

// shallow is a text that two trees share only when they are equal, given that
// their parts are in the pool.
func (t *tree) shallow() string {
	var b strings.Builder
	b.WriteByte(t.kind)
	for _, m := range t.members {
		fmt.Fprintf(&b, " %q%s:%d", m.name, m.flags, m.tree.id)
	}
	if t.elem != nil {
		fmt.Fprintf(&b, "%s %d", t.flags, t.elem.id)
	}
	for _, a := range t.arms {
		fmt.Fprintf(&b, " %d", a.id)
	}
	fmt.Fprintf(&b, " %d %q %q %q %q %v %q %v", t.up, t.format, t.min, t.max, t.dflt, t.hasDefault, t.values, t.hasValues)
	return b.String()
}

// sortKey orders the arms of a union. It writes a tree as Python writes the
// tuple, the form in which the tables were first sorted: their bytes must not
// change with the language of the generator.
func (t *tree) sortKey(b *strings.Builder) {
	none := func(s string) string {
		if s == "" {
			return "None"
		}
		return s
	}
	switch t.kind {
	case '{':
		b.WriteString("('{', (")
		for i, m := range t.members {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("(" + pyString(m.name) + ", " + pyString(m.flags) + ", ")
			m.tree.sortKey(b)
			b.WriteString(")")
		}
		if len(t.members) == 1 {
			b.WriteString(",")
		}
		b.WriteString("))")
	case 'o':
		b.WriteString("('o',)")
	case '[':
		b.WriteString("('[', " + pyString(t.flags) + ", ")
		t.elem.sortKey(b)
		b.WriteString(")")
	case '|':
		b.WriteString("('|', (")
		for i, a := range t.arms {
			if i > 0 {
				b.WriteString(", ")
			}
			a.sortKey(b)
		}
		b.WriteString("))")
	case '^':
		b.WriteString("('^', " + strconv.Itoa(t.up) + ")")
	default:
		b.WriteString("(" + pyString(string(t.kind)) + ", " + pyString(t.format) + ", " + none(t.min) + ", " + none(t.max) + ", ")
		if !t.hasValues {
			b.WriteString("None")
		} else {
			b.WriteString("(")
			for i, v := range t.values {
				if i > 0 {
					b.WriteString(", ")
				}
				b.WriteString(pyString(v))
			}
			if len(t.values) == 1 {
				b.WriteString(",")
			}
			b.WriteString(")")
		}
		if !t.hasDefault {
			b.WriteString(", None)")
		} else {
			b.WriteString(", " + pyString(t.dflt) + ")")
		}
	}
}

// pyString quotes a string as Python does, printable text as it is.
func pyString(s string) string {
	q := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		q = `"`
	}
	r := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`, q, `\`+q)
	return q + r.Replace(s) + q
}

// free reports whether a reference leaves the tree.
func (t *tree) free(depth int) bool {
	switch t.kind {
	case '^':
		return t.up > depth
	case '{':
		return slices.ContainsFunc(t.members, func(m treeMember) bool { return m.tree.free(depth + 1) })
	case '[':
		return t.elem.free(depth)
	case '|':
		return slices.ContainsFunc(t.arms, func(a *tree) bool { return a.free(depth) })
	}
	return false
}

// A schemaReader resolves the schemas of one document.
type schemaReader struct {
	doc   *document
	pool  *treePool
	memo  map[string]resolved
	stack []entered
}

type resolved struct {
	t        *tree
	nullable bool
}

type entered struct {
	name  string
	depth int // number of objects around it
}

func newSchemaReader(doc *document, pool *treePool) *schemaReader {
	return &schemaReader{doc: doc, pool: pool, memo: map[string]resolved{}}
}

// read resolves a schema at a depth of enclosing objects.
func (r *schemaReader) read(s *object, depth int) (*tree, bool, error) {
	nullable := s.yes("nullable")
	switch {
	case s == nil:
		return r.pool.add(tree{kind: '*'}), false, nil
	case s.str("$ref") != "":
		t, n, err := r.component(s, depth)
		return t, n || nullable, err
	case s.has("allOf"):
		var out *tree
		for _, part := range s.objs("allOf") {
			t, n, err := r.read(part, depth)
			if err != nil {
				return nil, false, err
			}
			nullable = nullable || n
			if out == nil {
				out = t
			} else if out, err = r.merge(out, t); err != nil {
				return nil, false, err
			}
		}
		if out == nil {
			return nil, false, fmt.Errorf("an empty allOf")
		}
		return out, nullable, nil
	case s.has("oneOf"), s.has("anyOf"):
		t, n, err := r.union(append(s.objs("oneOf"), s.objs("anyOf")...), depth)
		return t, n || nullable, err
	}
	switch typ := s.str("type"); {
	case typ == "array":
		x, n, err := r.read(s.obj("items"), depth)
		if err != nil {
			return nil, false, err
		}
		return r.pool.add(tree{kind: '[', flags: mark(n, "?"), elem: x}), nullable, nil
	case typ == "object" || s.has("properties"):
		t, err := r.object(s, depth)
		return t, nullable, err
	}
	return r.pool.add(scalar(s)), nullable, nil
}

func mark(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func (r *schemaReader) component(s *object, depth int) (*tree, bool, error) {
	name, _ := refName(s)
	if m, ok := r.memo[name]; ok {
		return m.t, m.nullable, nil
	}
	for _, e := range r.stack {
		if e.name == name {
			return r.pool.add(tree{kind: '^', up: depth - e.depth}), false, nil
		}
	}
	target := r.doc.schemas.obj(name)
	if target == nil {
		return nil, false, fmt.Errorf("no schema %q", name)
	}
	r.stack = append(r.stack, entered{name, depth})
	t, n, err := r.read(target, depth)
	r.stack = r.stack[:len(r.stack)-1]
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, err)
	}
	if !t.free(0) {
		r.memo[name] = resolved{t, n}
	}
	return t, n, nil
}

func (r *schemaReader) union(parts []*object, depth int) (*tree, bool, error) {
	nullable := false
	keys := map[*tree]string{}
	var arms []*tree
	for _, p := range parts {
		t, n, err := r.read(p, depth)
		if err != nil {
			return nil, false, err
		}
		nullable = nullable || n
		if _, seen := keys[t]; !seen {
			var b strings.Builder
			t.sortKey(&b)
			keys[t] = b.String()
			arms = append(arms, t)
		}
	}
	slices.SortFunc(arms, func(a, b *tree) int { return strings.Compare(keys[a], keys[b]) })
	if len(arms) == 1 {
		return arms[0], nullable, nil
	}
	return r.pool.add(tree{kind: '|', arms: arms}), nullable, nil
}

func (r *schemaReader) object(s *object, depth int) (*tree, error) {
	props := s.obj("properties")
	if len(props.names()) == 0 {
		if s.has("maxProperties") && fmt.Sprint(s.get("maxProperties")) == "0" {
			return r.pool.add(tree{kind: '{'}), nil
		}
		return r.pool.add(tree{kind: 'o'}), nil
	}
	required := s.strs("required")
	t := tree{kind: '{'}
	names := slices.Clone(props.names())
	slices.Sort(names)
	for _, name := range names {
		p := props.obj(name)
		x, n, err := r.read(p, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t.members = append(t.members, treeMember{name, mark(slices.Contains(required, name), "!") + mark(n, "?") +
			mark(p.yes("readOnly"), "<") + mark(p.yes("writeOnly"), ">"), x})
	}
	return r.pool.add(t), nil
}

var kindOfType = map[string]byte{"string": 's', "integer": 'i', "number": 'n', "boolean": 'b'}

func scalar(s *object) tree {
	t := tree{format: s.str("format"), min: numberText(s.get("minimum")), max: numberText(s.get("maximum"))}
	vals := s.list("enum")
	kind, ok := kindOfType[s.str("type")]
	if !ok {
		kind = '*'
		if len(vals) > 0 {
			kind = kindOfValue(vals[0])
		}
	}
	t.kind = kind
	if len(vals) > 0 {
		t.hasValues, t.values = true, valueTexts(vals)
	}
	if d := s.get("default"); d != nil {
		t.hasDefault, t.dflt = true, jsonText(d)
	}
	return t
}

func kindOfValue(v any) byte {
	switch v := v.(type) {
	case string:
		return 's'
	case bool:
		return 'b'
	case nil:
		return 'z'
	default:
		if strings.ContainsAny(fmt.Sprint(v), ".eE") {
			return 'n'
		}
		return 'i'
	}
}

// valueTexts writes the values of an enum, sorted, each once.
func valueTexts(vals []any) []string {
	var out []string
	for _, v := range vals {
		if s, ok := v.(string); ok {
			out = append(out, s)
		} else {
			out = append(out, jsonText(v))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func numberText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// merge joins the parts of an allOf.
func (r *schemaReader) merge(a, b *tree) (*tree, error) {
	switch {
	case a == b, a.kind == '{' && b.kind == 'o':
		return a, nil
	case a.kind == 'o' && b.kind == '{':
		return b, nil
	case a.kind != '{' || b.kind != '{':
		return nil, fmt.Errorf("allOf joins %q and %q", a.kind, b.kind)
	}
	t := tree{kind: '{', members: slices.Clone(a.members)}
	for _, m := range b.members {
		i := slices.IndexFunc(t.members, func(x treeMember) bool { return x.name == m.name })
		if i < 0 {
			t.members = append(t.members, m)
			continue
		}
		x, err := r.merge(t.members[i].tree, m.tree)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		both := t.members[i].flags + m.flags
		flags := ""
		for _, f := range "!?<>" {
			flags += mark(strings.ContainsRune(both, f), string(f))
		}
		t.members[i] = treeMember{m.name, flags, x}
	}
	slices.SortFunc(t.members, func(x, y treeMember) int { return strings.Compare(x.name, y.name) })
	return r.pool.add(t), nil
}
