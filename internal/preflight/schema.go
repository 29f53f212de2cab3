package preflight

import (
	"encoding/json"
	"reflect"
	"strings"
)

// SchemaDocument returns the JSON schema of the report, made from its types. A
// field without omitempty or omitzero is always there; lists are never null but for
// surplus, which is null where it was not looked for.
func SchemaDocument() []byte {
	root := schemaOf(reflect.TypeFor[Report]())
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$id"] = "https://github.com/klaviyolint/klaviyolint/blob/main/docs/preflight.schema.json"
	root["title"] = "report of klaviyolint preflight (" + Schema + ")"
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("preflight: " + err.Error()) // only strings, slices and maps
	}
	return append(text, '\n')
}

type object = map[string]any

func schemaOf(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[State]():
		return object{"enum": []State{OK, Warn, Fail, Skip, Unknown}}
	case reflect.TypeFor[Health]():
		return object{"enum": []Health{Healthy, Degraded, Down}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return object{"anyOf": []object{schemaOf(t.Elem()), {"type": "null"}}}
	case reflect.Slice:
		return object{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	}
	properties, required := object{}, []string{}
	for f := range fields(t) {
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		s := schemaOf(f.Type)
		if name == "surplus" {
			s = object{"anyOf": []object{s, {"type": "null"}}}
		}
		if t == reflect.TypeFor[Report]() && name == "schema" {
			s = object{"const": Schema}
		}
		properties[name] = s
		if !strings.Contains(opts, "omit") {
			required = append(required, name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required}
}

// fields yields the fields of a struct that are written.
func fields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && f.Tag.Get("json") != "" && !yield(f) {
				return
			}
		}
	}
}
