package paths

import (
	"go/types"
	"strings"
)

// fillers are the keys of struct tags by which libraries fill fields from outside.
var fillers = []string{"env:", "envconfig:", "mapstructure:", "koanf:", "yaml:", "toml:", "json:", "split_words:"}

// tagOf returns the tag of a field where a library may fill it, and its name.
func tagOf(t types.Type, i int) (tag, name string) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || i >= s.NumFields() {
		return "", ""
	}
	for _, f := range fillers {
		if strings.Contains(s.Tag(i), f) {
			return s.Tag(i), s.Field(i).Name()
		}
	}
	return "", s.Field(i).Name()
}

// structOf returns the struct that a type, or what it points to, is.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := t.Underlying().(*types.Struct)
	return s
}
