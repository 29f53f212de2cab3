package config

import (
	"encoding/json"
	"reflect"
	"strings"
)

// object is a JSON object; encoding/json sorts its keys, so that the schema is
// the same on every run.
type object = map[string]any

// Schema returns the JSON schema of the configuration file, for editors. It is
// draft 7, which the TOML plugins of editors understand.
func Schema() []byte {
	root := object{}
	for _, t := range Tables() {
		into := root
		path := strings.Trim(t.Header, "[]")
		for name := range strings.SplitSeq(path, ".") {
			if name == "" {
				continue
			}
			into = child(into, name)
		}
		if strings.HasPrefix(t.Header, "[[") {
			into["type"] = "array"
			into["description"] = plain(t.Doc)
			into["items"] = object{}
			into = into["items"].(object)
		} else if t.Doc != "" {
			into["description"] = plain(t.Doc)
		}
		seal(into)
		var needed []string
		for _, k := range t.Keys {
			into["properties"].(object)[k.Name] = k.schema()
			if k.Needed {
				needed = append(needed, k.Name)
			}
		}
		if needed != nil {
			into["required"] = needed
		}
	}
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$id"] = "https://github.com/klaviyolint/klaviyolint/blob/main/docs/klaviyolint.schema.json"
	root["title"] = "klaviyolint configuration (" + FileName + ")"
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("config: " + err.Error()) // only strings, slices and maps
	}
	return append(data, '\n')
}

// seal makes an object schema that takes no keys but its own.
func seal(o object) {
	o["type"] = "object"
	if o["properties"] == nil {
		o["properties"] = object{}
	}
	if o["additionalProperties"] == nil {
		o["additionalProperties"] = false
	}
}

// child returns the schema of a table inside another one. NAME stands for the
// name of any rule.
func child(parent object, name string) object {
	o := object{}
	if name == "ID" {
		seal(parent)
		names := ItemNames()
		properties := parent["properties"].(object)
		for _, id := range names {
			properties[id] = o
		}
		return o
	}
	if name == "NAME" {
		seal(parent)
		parent["additionalProperties"] = o
		if rules := RuleNames(); rules != nil {
			parent["propertyNames"] = object{"enum": rules}
		}
		return o
	}
	seal(parent)
	properties := parent["properties"].(object)
	if have, ok := properties[name]; ok {
		return have.(object)
	}
	properties[name] = o
	return o
}

func (k *Key) schema() object {
	o := object{"type": k.Type}
	text := object{"type": "string"}
	k.constrain(text)
	switch k.Type {
	case "array of strings":
		o = object{"type": "array", "items": text}
	case "date":
		// TOML plugins hand a date over as a string.
		o = object{"type": "string", "format": "date"}
	case "table of strings":
		o = object{"type": "object", "additionalProperties": object{"type": "string"}}
	case "integer":
		o["minimum"], o["maximum"] = 0, 99
		if k.Check == "count" {
			o["maximum"] = 1_000_000
		}
	case "string":
		o = text
	}
	o["description"] = plain(k.Doc)
	switch {
	case k.Default == "" || k.field.Kind() == reflect.Int && k.Check == "arg":
	case k.Default == "[]":
		o["default"] = []string{}
	case k.Default == "false":
		o["default"] = false
	case k.Type == "integer":
		o["default"] = json.Number(k.Default)
	case strings.HasPrefix(k.Default, "["):
		o["default"] = json.RawMessage(k.Default)
	default:
		o["default"] = strings.Trim(k.Default, `"`)
	}
	return o
}

// constrain adds what the key's check means for one string.
func (k *Key) constrain(text object) {
	switch k.Check {
	case "rule":
		if rules := RuleNames(); rules != nil {
			text["enum"] = append(rules, all)
		}
	case "item":
		text["enum"] = ItemNames()
	case "items":
		text["enum"] = append(append([]string{"all"}, itemGroups...), ItemNames()...)
	case "checkrole":
		text["enum"] = namesOf(CheckRoles)
	case "severity":
		text["enum"] = severityNames
	case "role":
		text["enum"] = namesOf(Roles)
	case "returns":
		text["enum"] = namesOf(returns)
	case "method":
		text["enum"] = methods
	case "region":
		text["pattern"] = "^[A-Z]{2}$"
	case "days":
		text["pattern"] = `^\d+[dw]$`
	case "target":
		text["pattern"] = `^\d{4}-\d{2}-\d{2}$`
	case "revision":
		text["pattern"] = revisionPattern().String()
	case "header":
		text["pattern"] = headerPattern().String()
	}
}

func plain(doc string) string { return strings.ReplaceAll(doc, "`", "'") }
