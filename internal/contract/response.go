package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A Type is a Go type that JSON is decoded into.
type Type struct {
	// Kinds are what encoding/json accepts for it; none means anything: any,
	// json.RawMessage, a type with its own UnmarshalJSON, a `json:",string"`.
	Kinds  Kinds
	Fields []Field // of a struct, those of embedded ones too
	Elem   *Type   // of slices, arrays and maps
	Map    bool    // an object with any names
	Name   string  // as the source calls it
	// Consts are the constants of a string type that the code names.
	Consts []Const
	At     any
}

// A Const is one value that code has a name for, to compare answers with.
type Const struct {
	Value string
	At    any
}

// A Field is one name that a struct decodes.
type Field struct {
	Name string
	Type *Type
	At   any
}

// field returns the field that a name is decoded into. encoding/json matches
// names without regard to case.
func (t *Type) field(name string) *Field {
	for i := range t.Fields {
		if strings.EqualFold(t.Fields[i].Name, name) {
			return &t.Fields[i]
		}
	}
	return nil
}

// answered are names that were in recorded answers though no description, or
// only some, have them: nickdnk/klaviyo-php-sdk, replies of 2026-09-04;
// monetha/go-klaviyo, replies of 2023-08 to 2025-12.
var answered = []string{"anonymous_id", "whatsapp_bsuid", "conversation", "ignore_unsubscribes", "click_tracking"}

// Response judges the type that the answer of success is decoded into.
//
// Certain are: names of the envelope that JSON:API does not have, or has on
// another level; a name that left by the revision that answers (of 47 such names
// none was in a recorded answer); kinds that make the decoding fail. A name that
// no description has proves nothing, as 3 of 100 names in recorded answers are
// described nowhere: it is told where a described name that the type lacks is
// one letter, the case of a separator, or a plural away.
func (t Target) Response(typ *Type) []Fault {
	if typ == nil {
		return nil
	}
	var h *history
	return t.atEach(func(rev int) []Fault {
		n, ok := t.Op.Reply(rev)
		if !ok {
			return nil
		}
		if h == nil {
			h = t.history((*schema.Operation).Reply)
		}
		j := &replyJudge{bodyJudge{t: t, h: h, rev: rev}, map[*Type]bool{}}
		if j.document(typ, n) {
			j.value(typ, n.Shapes(), "")
		}
		return j.faults
	})
}

type replyJudge struct {
	bodyJudge
	inside map[*Type]bool
}

var (
	rootNames     = []string{"data", "included", "links", "meta", "errors", "jsonapi"}
	resourceNames = []string{"type", "id", "attributes", "relationships", "links", "meta"}
	linkNames     = []string{"self", "related", "next", "prev", "first", "last", "describedby"}
)

// document judges the outermost level, and reports whether to go on. A type
// without any name of the envelope may be for something else, such as an error,
// unless it is the resource itself.
func (j *replyJudge) document(t *Type, n schema.Node) bool {
	if t.Kinds == 0 || t.Map {
		return t.Map
	}
	if t.Kinds == IsArray {
		j.add(Fault{
			Code: "kind", Name: "data", At: t.At,
			Message: fmt.Sprintf("the answer is decoded into a slice, and it is an object with \"data\" (%s): the decoding fails", j.t.Op.String()),
		})
		return false
	}
	for _, name := range rootNames {
		if t.field(name) != nil {
			return true
		}
	}
	if _, ok := n.Member("data"); !ok || t.Kinds != IsObject {
		return true
	}
	if t.field("attributes") != nil || t.field("relationships") != nil || j.flat(t, n) {
		j.add(Fault{
			Code: "envelope", Name: "data", At: t.At,
			Message: fmt.Sprintf("the answer is decoded as the resource itself, which stands under \"data\" (%s): every field stays empty", j.t.Op.String()),
		})
	}
	return false
}

// flat reports whether all names of a type are those of a resource or of its
// attributes: they stand further in.
func (j *replyJudge) flat(t *Type, n schema.Node) bool {
	data, ok := n.Member("data")
	if !ok || len(t.Fields) == 0 || t.field("id") == nil {
		return false
	}
	var names []string
	for _, s := range data.Node.Shapes() {
		if a, ok := s.Member("attributes"); ok {
			more, _ := siblings(a.Node.Shapes())
			names = append(names, more...)
		}
	}
	return !slices.ContainsFunc(t.Fields, func(f Field) bool {
		is := func(n string) bool { return strings.EqualFold(n, f.Name) }
		return !slices.ContainsFunc(resourceNames, is) && !slices.ContainsFunc(names, is)
	})
}

func (j *replyJudge) value(t *Type, shapes []schema.Node, path string) {
	if t == nil || t.Kinds == 0 || len(shapes) == 0 || j.inside[t] {
		return
	}
	fit := slices.DeleteFunc(slices.Clone(shapes), func(n schema.Node) bool { return !decodes(n.Kind(), t.Kinds) })
	if len(fit) == 0 {
		j.kind(t, shapes, path)
		return
	}
	if len(fit) < len(shapes) {
		return // some of the shapes fail, some do not
	}
	j.inside[t] = true
	defer delete(j.inside, t)
	j.constants(t, fit, path)
	if t.Kinds == IsInteger && fractional(path) && !slices.ContainsFunc(fit, func(n schema.Node) bool { return n.Kind() != schema.Number }) {
		leaf := schema.Leaf(path)
		j.add(Fault{
			Code: "kind", Path: path, Name: leaf, At: t.At,
			Message: fmt.Sprintf("%q has a fraction (%s), decoded into an integer: the decoding of 12.5 fails", leaf, j.op(parent(path))),
		})
		return
	}
	switch {
	case t.Map:
		return // names are free; what they hold is not known by name
	case t.Kinds&IsObject != 0:
		j.object(t, fit, path)
	case t.Kinds&IsArray != 0:
		var inner []schema.Node
		for _, n := range fit {
			if e, ok := n.Elem(); ok {
				inner = append(inner, e.Shapes()...)
			}
		}
		j.value(t.Elem, inner, path+"[]")
	}
}

// fractional reports whether a number has a fraction by its nature. Others, such
// as counts, are described as numbers and come as integers.
func fractional(path string) bool {
	for w := range strings.SplitSeq(schema.Leaf(path), "_") {
		switch w {
		case "price", "clv", "probability", "latitude", "longitude", "rate", "average":
			return true
		}
	}
	return false
}

// constants reports values that the code compares with and no answer has: one
// letter away from a described value for which the code has no constant.
func (j *replyJudge) constants(t *Type, shapes []schema.Node, path string) {
	if len(t.Consts) == 0 {
		return
	}
	var values []string
	for _, n := range shapes {
		v := n.Scalar().Values
		if n.Kind() != schema.String || len(v) == 0 {
			return
		}
		values = append(values, v...)
	}
	named := func(v string) bool {
		return slices.ContainsFunc(t.Consts, func(c Const) bool { return c.Value == v })
	}
	for _, c := range t.Consts {
		if slices.Contains(values, c.Value) || c.Value == "" {
			continue
		}
		for _, v := range values {
			if schema.Similar(c.Value, v) && !named(v) {
				j.add(Fault{
					Code: "value", Path: path, Name: c.Value, At: c.At, Instead: v,
					Message: fmt.Sprintf("%q is never %q (%s): the answer says %q", schema.Leaf(path), c.Value, j.op(parent(path)), v),
				})
				break
			}
		}
	}
}

// decodes reports whether encoding/json can put a kind into a type.
func decodes(k schema.Kind, t Kinds) bool {
	switch k {
	case schema.Null:
		return true
	case schema.Integer, schema.Number:
		return t&(IsInteger|IsNumber) != 0
	}
	return accepts(k, t)
}

func (j *replyJudge) kind(t *Type, shapes []schema.Node, path string) {
	if lenientName(path) {
		return
	}
	want := shapes[0].Kind().String()
	if slices.ContainsFunc(shapes, func(n schema.Node) bool { return n.Kind() == schema.Any || n.Kind() == schema.OneOf }) {
		return
	}
	have := map[Kinds]string{IsObject: "a struct", IsArray: "a slice", IsString: "a string", IsInteger: "a number", IsNumber: "a number", IsBoolean: "a bool"}[t.Kinds]
	if t.Map {
		have = "a map"
	}
	if have == "" {
		return
	}
	leaf := strings.TrimSuffix(schema.Leaf(path), "[]")
	j.add(Fault{
		Code: "kind", Path: path, Name: leaf, At: t.At,
		Message: fmt.Sprintf("%q is %s at %s (%s), decoded into %s: the decoding fails", leaf, want, j.t.served(j.rev), j.op(parent(path)), have),
	})
}

// lenientName tells the places of a reply where the description is known to be
// loose: relationships.*.data comes and goes between revisions.
func lenientName(path string) bool {
	return strings.Contains(path, "relationships.") && (strings.HasSuffix(path, ".data") || strings.Contains(path, ".data.") || strings.Contains(path, ".data["))
}

func (j *replyJudge) object(t *Type, shapes []schema.Node, path string) {
	if slices.ContainsFunc(shapes, func(n schema.Node) bool { return n.Kind() != schema.Object }) {
		return
	}
	described, _ := siblings(shapes)
	for i := range t.Fields {
		f := &t.Fields[i]
		var inner []schema.Node
		name := f.Name
		for _, n := range shapes {
			for m := range n.Members() {
				if strings.EqualFold(m.Name, f.Name) {
					inner, name = append(inner, m.Node.Shapes()...), m.Name
				}
			}
		}
		if len(inner) > 0 {
			at := join(path, name)
			k := len(j.faults)
			j.value(f.Type, inner, at)
			for x := k; x < len(j.faults); x++ {
				if j.faults[x].Path == at && j.faults[x].Code == "kind" || j.faults[x].Code == "envelope" && flatRelationships(j.faults[x].Path) && parent(j.faults[x].Path) == at {
					j.faults[x].At = f.At // the field, not the type it names
				}
			}
			continue
		}
		x, ok := j.absent(t, f, described, path)
		if !ok {
			continue
		}
		j.add(x)
		if path == "" && x.Code == "envelope" { // as if it stood in each resource
			j.inResource(f, shapes)
		}
		for _, n := range shapes { // what is in it is judged as if it were named right
			if m, ok := n.Member(x.Instead); ok {
				j.value(f.Type, m.Node.Shapes(), join(path, x.Instead))
			}
		}
	}
}

// flatRelationships reports whether a path is that of relationships read as one.
func flatRelationships(path string) bool { return strings.HasSuffix(path, ".relationships.data") }

// inResource judges what stands beside "data" as if it stood in it, where it
// belongs there.
func (j *replyJudge) inResource(f *Field, shapes []schema.Node) {
	for _, n := range shapes {
		data, ok := n.Member("data")
		if !ok {
			continue
		}
		path, in := "data", data.Node
		if e, ok := in.Elem(); ok {
			path, in = "data[]", e
		}
		if m, ok := in.Member(strings.ToLower(f.Name)); ok {
			j.value(f.Type, m.Node.Shapes(), join(path, strings.ToLower(f.Name)))
		}
	}
}

// level says which part of the envelope an object is.
func level(path string) (allowed []string, name string) {
	switch strings.TrimSuffix(path, "[]") {
	case "":
		return rootNames, "the answer"
	case "data", "included":
		return resourceNames, "a resource"
	case "links":
		return linkNames, "the links"
	}
	return nil, ""
}

// absent judges a field that no answer of this revision has.
func (j *replyJudge) absent(t *Type, f *Field, described []string, path string) (Fault, bool) {
	at := join(path, f.Name)
	x := Fault{Code: "absent", Path: at, Name: f.Name, At: f.At}
	where := j.op(path)
	if flatRelationships(strings.ToLower(at)) {
		x.Code = "envelope"
		x.Message = fmt.Sprintf("\"relationships\" has a name for each relationship, and %q under that (%s): it stays empty", f.Name, where)
		return x, true
	}
	if slices.Contains(answered, strings.ToLower(f.Name)) || lenientName(at) {
		return Fault{}, false
	}
	if schema.Leaf(path) == "relationships" && slices.Contains([]string{"relationships", "attributes", "included", "links"}, strings.ToLower(f.Name)) {
		x.Code = "envelope"
		x.Message = fmt.Sprintf("%q is no relationship (%s): it stays empty", f.Name, j.t.Op.String())
		return x, true
	}
	missing := slices.DeleteFunc(slices.Clone(described), func(n string) bool { return t.field(n) != nil })
	near := ""
	for _, n := range missing {
		if schema.Similar(f.Name, n) || path == "links" && n == "prev" && strings.HasPrefix(strings.ToLower(f.Name), n) {
			near = n
			break
		}
	}
	allowed, place := level(path)
	st, since := j.h.stand(at, j.rev)
	switch {
	case st == flap:
		return x, false
	case st == gone:
		x.Code, x.Revised = "gone", true
		way := "it stays empty"
		if w := j.h.went(at, j.rev); w != "" {
			way += "; it is now " + short(w)
		}
		x.Message = fmt.Sprintf("%q is in no answer since %s (%s): %s", f.Name, j.since(since), where, way)
	case st == later:
		x.Strict, x.Revised = true, true
		x.Message = fmt.Sprintf("%q is answered from revision %s on, and %s answers (%s): it stays empty", f.Name, j.t.Op.Table().Name(since), j.t.served(j.rev), where)
	case allowed != nil && slices.Contains(allowed, strings.ToLower(f.Name)):
		return x, false // JSON:API has it there
	case allowed != nil:
		x.Code = "envelope"
		way := ""
		if near != "" {
			x.Instead, way = near, fmt.Sprintf("; %q is", near)
		} else if other := otherLevel(f.Name, path); other != "" {
			way = "; it stands " + other
		}
		x.Message = fmt.Sprintf("%q is no part of %s (%s): it stays empty%s", f.Name, place, j.t.Op.String(), way)
	case schema.Leaf(path) == "attributes" && slices.Contains([]string{"relationships", "links", "included", "meta", "attributes"}, strings.ToLower(f.Name)):
		x.Code = "envelope"
		x.Message = fmt.Sprintf("%q stands beside \"attributes\", not in it (%s): it stays empty", f.Name, j.t.Op.String())
	case near != "":
		x.Instead = near
		x.Message = fmt.Sprintf("no revision answers %q (%s): it stays empty; %q is answered", f.Name, where, near)
	case schema.Leaf(path) == "attributes" && j.deeper(f.Name, path) != "":
		x.Code = "envelope"
		x.Message = fmt.Sprintf("no revision answers %q in the attributes (%s): it stays empty; %s", f.Name, j.t.Op.String(), j.deeper(f.Name, path))
	default:
		x.Strict = true
		x.Message = fmt.Sprintf("no description has %q (%s): it may stay empty", f.Name, where)
	}
	return x, true
}

// commonNames are names that many objects have: one of them further in says nothing
// about the attributes.
var commonNames = []string{
	"id", "type", "name", "status", "title", "label", "value", "key", "data", "description", "created", "updated",
	"links", "url", "email", "sms", "state", "content", "subject", "body", "text", "html", "method", "options", "channel",
	"created_at", "updated_at", "timestamp", "count", "errors", "code", "detail", "source", "filter", "conditions", "action", "actions",
	"enabled", "position", "version", "language", "format", "size", "width", "height", "color", "image", "images", "display_name",
}

// deeper says where further in the attributes a name stands, when it is a single
// place: who decodes location.city as city, or the suppressions of a channel as
// those of the profile. Earlier revisions count, as their names moved.
func (j *replyJudge) deeper(name, path string) string {
	if slices.Contains(commonNames, strings.ToLower(name)) {
		return ""
	}
	for rev := j.rev; rev >= 0; rev-- {
		found := ""
		for p := range j.h.at(rev) {
			if !strings.HasPrefix(p, path+".") || !strings.EqualFold(schema.Leaf(p), name) {
				continue
			}
			if found != "" {
				return ""
			}
			found = p
		}
		switch {
		case found == "":
		case rev == j.rev:
			return "it stands at " + short(found)
		default:
			return fmt.Sprintf("it stood at %s before %s", short(found), j.t.Op.Table().Name(rev+1))
		}
	}
	return ""
}

// otherLevel says where a name of the envelope stands.
func otherLevel(name, path string) string {
	switch name = strings.ToLower(name); {
	case path == "" && slices.Contains(resourceNames, name):
		return "in each resource under \"data\""
	case path != "" && slices.Contains(rootNames, name) && name != "data":
		return "beside \"data\""
	}
	return ""
}
