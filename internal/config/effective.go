package config

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// A Value is one line of the effective configuration.
type Value struct {
	Key    string // "revision.target"
	Value  string // as TOML; "" when the key is absent and has no default
	Source string // "default", "file:line", "flag -severity"
}

// Effective lists every key in the order of the documentation, with the value in
// force and where it comes from. Tables of single rules and rows of models are
// listed when they are set.
func (s *Settings) Effective() []Value {
	var values []Value
	add := func(path string, v reflect.Value) {
		source := s.Sources[path]
		if source == "" {
			source = "default"
		}
		values = append(values, Value{path, render(v), source})
	}
	file := s.File
	file.Strict = s.Strict
	if s.Sources["as_of"] != "" {
		file.AsOf = s.Day
	}
	var walk func(path string, v reflect.Value, rows bool)
	walk = func(path string, v reflect.Value, rows bool) {
		for _, f := range reflect.VisibleFields(v.Type()) {
			tag := f.Tag.Get("toml")
			if tag == "" {
				continue
			}
			at, field := strings.TrimPrefix(path+"."+tag, "."), v.FieldByIndex(f.Index)
			at = strings.TrimSuffix(at, "."+others)
			switch {
			case field.Kind() == reflect.Map && field.Type().Elem().Kind() == reflect.Struct:
				keys := field.MapKeys()
				sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
				for _, k := range keys {
					walk(at+"."+k.String(), field.MapIndex(k), true)
				}
			case isRows(f.Type):
				for i := range field.Len() {
					walk(at+"."+strconv.Itoa(i), field.Index(i), true)
				}
			case field.Kind() == reflect.Struct && typeName(f.Type) != "date":
				walk(at, field, false)
			case !rows || s.Sources[at] != "":
				add(at, field)
			}
		}
	}
	walk("", reflect.ValueOf(file), false)
	return values
}

// render writes a value as TOML, or nothing for one that stands for absence.
func render(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return ""
	case v.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = render(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case v.Kind() == reflect.Map:
		if v.Len() == 0 {
			return ""
		}
		var parts []string
		for _, k := range v.MapKeys() {
			parts = append(parts, strconv.Quote(k.String())+" = "+render(v.MapIndex(k)))
		}
		sort.Strings(parts)
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	switch x := v.Interface().(type) {
	case bool, int:
		return fmt.Sprint(x)
	case fmt.Stringer:
		text := x.String()
		if text == "" || typeName(v.Type()) == "date" {
			return text
		}
		return strconv.Quote(text)
	case string:
		if x == "" {
			return ""
		}
		return strconv.Quote(x)
	}
	return ""
}
