package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// An object is a JSON object with its members in order.
type object struct {
	keys []string
	vals map[string]any
}

func (o *object) get(name string) any {
	if o == nil {
		return nil
	}
	return o.vals[name]
}

func (o *object) obj(name string) *object { v, _ := o.get(name).(*object); return v }
func (o *object) str(name string) string  { v, _ := o.get(name).(string); return v }
func (o *object) list(name string) []any  { v, _ := o.get(name).([]any); return v }
func (o *object) has(name string) bool    { return o.get(name) != nil }
func (o *object) yes(name string) bool    { v, _ := o.get(name).(bool); return v }
func (o *object) names() []string {
	if o == nil {
		return nil
	}
	return o.keys
}

// strs returns a list of strings.
func (o *object) strs(name string) []string {
	var out []string
	for _, v := range o.list(name) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// objs returns a list of objects.
func (o *object) objs(name string) []*object {
	var out []*object
	for _, v := range o.list(name) {
		if x, ok := v.(*object); ok {
			out = append(out, x)
		}
	}
	return out
}

// parseJSON reads one value; objects keep their order, numbers their text.
func parseJSON(text []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	v, err := parseValue(dec)
	if err != nil {
		return nil, err
	}
	return v, nil
}

func parseValue(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'):
		o := &object{vals: map[string]any{}}
		for dec.More() {
			k, err := dec.Token()
			if err != nil {
				return nil, err
			}
			v, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			name := k.(string)
			if _, dup := o.vals[name]; !dup {
				o.keys = append(o.keys, name)
			}
			o.vals[name] = v
		}
		_, err := dec.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			v, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	}
	return tok, nil
}

// A document is the description of one revision.
type document struct {
	schemas *object
	paths   *object
	version string
}

func parseDocument(text []byte) (*document, error) {
	v, err := parseJSON(text)
	if err != nil {
		return nil, err
	}
	o, _ := v.(*object)
	d := &document{schemas: o.obj("components").obj("schemas"), paths: o.obj("paths"), version: o.obj("info").str("version")}
	if d.schemas == nil || d.paths == nil {
		return nil, errors.New("no OpenAPI document: components.schemas or paths is missing")
	}
	return d, nil
}

// An op is one operation as the description has it.
type op struct {
	method, path string
	*object
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func trimPath(path string) string {
	if path = strings.TrimRight(path, "/"); path == "" {
		return "/"
	}
	return path
}

// key is the name under which the tables find an operation.
func (o op) key() string {
	return o.method + " " + placeholder.ReplaceAllString(trimPath(o.path), "{}")
}

// operations returns every operation, in the order of the document.
func (d *document) operations() []op {
	var out []op
	for _, path := range d.paths.keys {
		item := d.paths.obj(path)
		for _, m := range item.names() {
			switch m {
			case "get", "post", "put", "patch", "delete":
				out = append(out, op{strings.ToUpper(m), path, item.obj(m)})
			}
		}
	}
	return out
}

// jsonText writes a scalar as JSON.
func jsonText(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(plain(v)); err != nil {
		panic(fmt.Sprintf("gen: %v", err)) // v came out of a JSON document
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func plain(v any) any {
	switch v := v.(type) {
	case *object:
		return v.vals
	default:
		return v
	}
}

// refName returns the name of the component that a schema refers to.
func refName(s *object) (string, bool) {
	ref := s.str("$ref")
	return ref[strings.LastIndexByte(ref, '/')+1:], ref != ""
}
