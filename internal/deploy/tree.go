package deploy

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A Document is one YAML or JSON document, or one Terraform file, as it was
// parsed.
type Document struct {
	Path string
	// Node is the document's content; nil for a Terraform file.
	Node *yaml.Node
	// Resources are the resource blocks of a Terraform file, a Terraform JSON
	// file or a CloudFormation template.
	Resources []*Resource
}

// At returns the place of a node.
func (d *Document) At(n *yaml.Node) Place { return Place{d.Path, n.Line, n.Column} }

// Get returns the value of a key of a mapping, or nil.
func Get(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		n = Deref(n)
		if n == nil || n.Kind != yaml.MappingNode {
			return nil
		}
		var found *yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				found = n.Content[i+1]
			}
		}
		n = found
	}
	return Deref(n)
}

// Deref follows an alias to its anchor.
func Deref(n *yaml.Node) *yaml.Node {
	for depth := 0; n != nil && n.Kind == yaml.AliasNode && depth < 8; depth++ {
		n = n.Alias
	}
	return n
}

// Text returns a scalar's text, or "" for anything else.
func Text(n *yaml.Node) string {
	n = Deref(n)
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// Items returns the elements of a sequence.
func Items(n *yaml.Node) []*yaml.Node {
	n = Deref(n)
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// Entries calls visit for each key and value of a mapping, in order.
func Entries(n *yaml.Node, visit func(key, value *yaml.Node)) {
	n = Deref(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		visit(n.Content[i], Deref(n.Content[i+1]))
	}
}

// Number returns a whole number.
func Number(n *yaml.Node) (int, bool) {
	i, err := strconv.Atoi(Text(n))
	return i, err == nil
}

// Walk visits a node and all below it. An alias is not followed, so a document
// that names itself ends.
func Walk(n *yaml.Node, visit func(*yaml.Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, c := range n.Content {
		Walk(c, visit)
	}
}

// words returns a list of scalars, or the words of one scalar, as commands are
// written.
func words(n *yaml.Node) []string {
	if s := Text(n); s != "" {
		return strings.Fields(s)
	}
	var out []string
	for _, e := range Items(n) {
		out = append(out, Text(e))
	}
	return out
}

// tree reads a YAML or JSON file.
func (r *reader) tree(f *sidefile.File) {
	if bytes.Contains(f.Data, []byte("{{")) && r.rendered(f) {
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(f.Data))
	for {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			// A file of another tool's is no business of ours, broken or not.
			if names(f.Data) {
				r.notice(Place{f.Path, lineOf(err), 1}, "not valid YAML or JSON: it was not read")
			}
			return
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
			d := &Document{Path: f.Path, Node: Deref(n.Content[0])}
			if deep(d.Node, 0) {
				r.notice(d.At(d.Node), "nested too deeply: it was not read")
				continue
			}
			r.document(d)
		}
	}
}

// rendered notes a document that a template engine has to render first, and
// reports whether the file is one: a template's braces inside a quoted value,
// as alert annotations have them, are none.
func (r *reader) rendered(f *sidefile.File) bool {
	dir := filepath.Dir(f.Path)
	for range 4 {
		if sidefile.Exists(filepath.Join(dir, "Chart.yaml")) && filepath.Base(f.Path) != "Chart.yaml" {
			r.files.Templates = append(r.files.Templates, Place{f.Path, 1, 1})
			return true
		}
		if dir == r.opts.Root || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var n yaml.Node
	if yaml.NewDecoder(bytes.NewReader(f.Data)).Decode(&n) == nil && !bareBraces(f) {
		return false
	}
	r.files.Templates = append(r.files.Templates, Place{f.Path, 1, 1})
	return true
}

// bareBraces reports whether a line's value begins with a template's braces
// outside quotes: YAML reads those as a mapping of a mapping.
func bareBraces(f *sidefile.File) bool {
	for _, line := range f.Lines() {
		line = strings.TrimSpace(line)
		_, value, ok := strings.Cut(line, ": ")
		if strings.HasPrefix(line, "{{") || ok && strings.HasPrefix(strings.TrimSpace(value), "{{") {
			return true
		}
	}
	return false
}

// names reports whether a text is of a kind that is read here at all.
func names(data []byte) bool {
	for _, word := range []string{"apiVersion", "services:", "groups:", "containerDefinitions", "klaviyo", "KLAVIYO", "Resources"} {
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	return false
}

// lineOf finds the line in the parser's error.
func lineOf(err error) int {
	_, rest, ok := strings.Cut(err.Error(), "line ")
	if !ok {
		return 1
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(rest[:end])
	return max(n, 1)
}

// maxDepth bounds the nesting of a document. Real manifests stay below 20.
const maxDepth = 100

func deep(n *yaml.Node, depth int) bool {
	if depth > maxDepth {
		return true
	}
	for _, c := range n.Content {
		if deep(c, depth+1) {
			return true
		}
	}
	return false
}

// document looks at what a document is, and reads its facts.
func (r *reader) document(d *Document) {
	n := d.Node
	r.files.Docs = append(r.files.Docs, d)
	switch {
	case Text(Get(n, "apiVersion")) != "" && Text(Get(n, "kind")) != "":
		r.kubernetes(d, n)
	case filepath.Base(d.Path) == "Chart.yaml" && Text(Get(n, "name")) != "":
		r.files.Charts = append(r.files.Charts, d.At(n))
	case isCompose(n):
		r.compose(d)
	case Get(n, "containerDefinitions") != nil:
		r.ecsTask(d, Get(n, "containerDefinitions"), Text(Get(n, "family")))
	case Get(n, "taskDefinition", "containerDefinitions") != nil:
		r.ecsTask(d, Get(n, "taskDefinition", "containerDefinitions"), Text(Get(n, "taskDefinition", "family")))
	case Get(n, "jobs") != nil && onKey(n) != nil || strings.HasPrefix(filepath.Base(d.Path), ".gitlab-ci"):
		r.workflow(d)
	case isCloudFormation(n):
		r.cloudFormation(d)
	case strings.HasSuffix(d.Path, ".tf.json"):
		r.terraformJSON(d)
	}
	r.monitor(d)
}
