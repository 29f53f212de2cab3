package checklist

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

type object = map[string]any

// JSONSchema returns the schema of the JSON view.
func JSONSchema() []byte { return schemaOf(reflect.TypeFor[Report](), "checklist", Schema) }

// InventorySchema returns the schema of the inventory's JSON.
func InventorySchema() []byte {
	return schemaOf(reflect.TypeFor[inventory.Document](), "inventory", inventory.Schema)
}

func schemaOf(t reflect.Type, name, version string) []byte {
	root := schemaType(t)
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$id"] = "https://github.com/klaviyolint/klaviyolint/blob/main/docs/" + name + ".schema.json"
	root["title"] = "klaviyolint " + name
	root["properties"].(object)["schema"] = object{"const": version}
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("checklist: " + err.Error()) // only strings, slices and maps
	}
	return append(data, '\n')
}

// enums are the closed lists of words.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[Verdict]():        {string(Pass), string(Fail), string(NotApplicable), string(Attested), string(Unknown)},
	reflect.TypeFor[Role]():           {string(For), string(Against), string(Unclear), string(Excused), string(Remarked)},
	reflect.TypeFor[StatementKind]():  {string(StatedMet), string(StatedNone), string(StatedAccepted)},
	reflect.TypeFor[inventory.Role](): {"call", "definition", "open"},
	reflect.TypeFor[inventory.Kind](): {"api", "client", "oauth", "status", "legacy", "assets"},
}

func schemaType(t reflect.Type) object {
	if words, ok := enums[t]; ok {
		return object{"enum": words}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return object{"anyOf": []any{schemaType(t.Elem()), object{"type": "null"}}}
	case reflect.Slice:
		return object{"type": "array", "items": schemaType(t.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Struct:
		properties, required := object{}, []string{}
		for _, f := range reflect.VisibleFields(t) {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if tag == "-" || tag == "" || !f.IsExported() {
				continue
			}
			properties[tag] = schemaType(f.Type)
			if f.Type == reflect.TypeFor[Verdict]() && t == reflect.TypeFor[Change]() {
				properties[tag] = object{"enum": append([]string{""}, enums[f.Type]...)}
			}
			required = append(required, tag)
		}
		return object{"type": "object", "properties": properties, "required": required}
	}
	return object{"type": "string"}
}
