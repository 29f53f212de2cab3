package deploy

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A Resource is a resource of Terraform or CloudFormation: either a tree of
// YAML or JSON, or a block of HCL.
type Resource struct {
	Place
	Type string
	Name string
	// Node is set for YAML and JSON.
	Node *yaml.Node
	// Body is set for HCL.
	Body *hclsyntax.Body
}

// A Literal is a value of a resource.
type Literal struct {
	Place
	Text string
	// Known is unset where a variable, a function or a template decides.
	Known bool
}

// Value returns an attribute; ok is false when it is not written. Blocks on the
// way are taken by the given names, the first of each.
func (r *Resource) Value(path ...string) (Literal, bool) {
	if r.Body != nil {
		return bodyValue(r.File, r.Body, path)
	}
	n := r.Node
	for _, key := range path {
		if items := Items(n); len(items) > 0 {
			n = items[0] // a block of Terraform JSON may be a list
		}
		n = Get(n, key)
	}
	if n == nil {
		return Literal{}, false
	}
	l := Literal{Place: Place{r.File, n.Line, n.Column}, Text: Text(n), Known: n.Kind == yaml.ScalarNode && !templated(Text(n))}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		l.Known = false
	}
	return l, true
}

// Blocks returns the nested blocks of a name.
func (r *Resource) Blocks(name string) []*Resource {
	var out []*Resource
	if r.Body != nil {
		for _, b := range r.Body.Blocks {
			if b.Type == name {
				out = append(out, &Resource{Place: rangePlace(r.File, b.Range()), Type: b.Type, Body: b.Body})
			}
		}
		return out
	}
	n := Get(r.Node, name)
	list := Items(n)
	if list == nil && n != nil {
		list = []*yaml.Node{n}
	}
	for _, e := range list {
		out = append(out, &Resource{Place: Place{r.File, e.Line, e.Column}, Type: name, Node: e})
	}
	return out
}

// Repeated reports whether for_each or count makes several of the resource, or
// none.
func (r *Resource) Repeated() bool {
	_, each := r.Value("for_each")
	_, count := r.Value("count")
	return each || count
}

func bodyValue(file string, body *hclsyntax.Body, path []string) (Literal, bool) {
	for i, key := range path {
		if i == len(path)-1 {
			a := body.Attributes[key]
			if a == nil {
				return Literal{}, false
			}
			return Evaluate(file, a.Expr), true
		}
		var next *hclsyntax.Body
		for _, b := range body.Blocks {
			if b.Type == key {
				next = b.Body
				break
			}
		}
		if next == nil {
			a := body.Attributes[key]
			if a == nil {
				return Literal{}, false
			}
			return member(file, a.Expr, path[i+1:])
		}
		body = next
	}
	return Literal{}, false
}

// member reads an entry of an object that an attribute holds.
func member(file string, e hclsyntax.Expression, path []string) (Literal, bool) {
	for _, key := range path {
		o, ok := e.(*hclsyntax.ObjectConsExpr)
		if !ok {
			return Literal{}, false
		}
		e = nil
		for _, item := range o.Items {
			k, diags := item.KeyExpr.Value(nil)
			if !diags.HasErrors() && k.Type() == cty.String && k.AsString() == key {
				e = item.ValueExpr
			}
		}
		if e == nil {
			return Literal{}, false
		}
	}
	return Evaluate(file, e), true
}

// Evaluate gives an expression's value where it needs no variable.
func Evaluate(file string, e hclsyntax.Expression) Literal {
	l := Literal{Place: rangePlace(file, e.Range())}
	v, diags := e.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() {
		return l
	}
	switch v.Type() {
	case cty.String:
		l.Text, l.Known = v.AsString(), true
	case cty.Number:
		l.Text, l.Known = v.AsBigFloat().Text('f', -1), true
	case cty.Bool:
		l.Text, l.Known = "false", true
		if v.True() {
			l.Text = "true"
		}
	}
	return l
}

func rangePlace(file string, r hcl.Range) Place { return Place{file, r.Start.Line, r.Start.Column} }

// terraform reads a .tf file.
func (r *reader) terraform(f *sidefile.File) {
	file, diags := hclsyntax.ParseConfig(f.Data, f.Path, hcl.InitialPos)
	if diags.HasErrors() {
		at := Place{f.Path, 1, 1}
		if s := diags[0].Subject; s != nil {
			at = rangePlace(f.Path, *s)
		}
		r.notice(at, "not valid Terraform: it was not read")
		return
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	d := &Document{Path: f.Path}
	r.files.Docs = append(r.files.Docs, d)
	for _, b := range body.Blocks {
		res := &Resource{Place: rangePlace(f.Path, b.TypeRange), Body: b.Body}
		switch {
		case (b.Type == "resource" || b.Type == "data") && len(b.Labels) == 2:
			res.Type, res.Name = b.Labels[0], b.Labels[1]
			d.Resources = append(d.Resources, res)
			r.resource(res, b.Type == "data")
		case b.Type == "variable" && len(b.Labels) == 1:
			r.variable(res, b.Labels[0])
		}
	}
}

// variable notes a default that holds a key.
func (r *reader) variable(res *Resource, name string) {
	l, ok := res.Value("default")
	if !ok || !l.Known || l.Text == "" {
		return
	}
	e := literal(Env{Place: l.Place, Name: strings.ToUpper(name)}, l.Text)
	if e.KeyShaped {
		r.files.Env = append(r.files.Env, e)
	}
}

// terraformJSON reads the resources of a .tf.json file.
func (r *reader) terraformJSON(d *Document) {
	Entries(Get(d.Node, "resource"), func(typ, byName *yaml.Node) {
		Entries(byName, func(name, body *yaml.Node) {
			if items := Items(body); len(items) > 0 {
				body = items[0]
			}
			res := &Resource{Place: d.At(name), Type: typ.Value, Name: name.Value, Node: body}
			d.Resources = append(d.Resources, res)
			r.resource(res, false)
		})
	})
}
