package config_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// The example must work once its settings are uncommented, and miss no key.
func TestExample(t *testing.T) {
	names(t)
	if _, err := config.Parse([]byte(config.Example()), "example"); err != nil {
		t.Errorf("as it stands: %v", err)
	}
	var text strings.Builder
	for line := range strings.Lines(config.Example()) {
		if !strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "#:") {
			line = strings.TrimPrefix(line, "#")
		}
		text.WriteString(line)
	}
	// Two rules cannot be shown on and off at once, nor all of them.
	f, err := config.Parse([]byte(text.String()), "example")
	if err != nil {
		t.Fatalf("uncommented: %v", err)
	}
	set := f.Positions()
	for _, table := range config.Tables() {
		for _, k := range table.Keys {
			path := strings.Replace(k.Path(), "rules.NAME", "rules.upsert", 1)
			path = strings.Replace(path, "client.model.", "client.model.0.", 1)
			path = strings.Replace(path, "client.alias.", "client.alias.0.", 1)
			path = strings.Replace(path, "checklist.model.", "checklist.model.0.", 1)
			path = strings.Replace(path, "checklist.ID.", "checklist.E6.", 1)
			if strings.HasPrefix(path, "keys.") {
				path = strings.Replace(path, "keys.", "keys.0.", 1)
			}
			if _, ok := set[path]; !ok && k.Example != "" {
				t.Errorf("%s is not in the example", path)
			}
			apart := table.Header == "[checklist.ID]" || table.Header == "[[keys]]"
			if k.Doc == "" || k.Example == "" && !apart {
				t.Errorf("%s lacks words or an example", path)
			}
		}
	}
}

func TestReference(t *testing.T) {
	ref := config.Reference()
	for _, table := range config.Tables() {
		if table.Header != "" && !strings.Contains(ref, "## `"+table.Header+"`") {
			t.Errorf("no section %s", table.Header)
		}
		for _, k := range table.Keys {
			if !strings.Contains(ref, "| `"+k.Name+"` | "+k.Type+" |") {
				t.Errorf("no line for %s", k.Path())
			}
		}
	}
	for _, role := range config.Roles {
		if !strings.Contains(ref, "| `"+role.Name+"` | ") {
			t.Errorf("no line for role %s", role.Name)
		}
	}
	// The block of TOML in the reference must be right as well.
	_, block, _ := strings.Cut(ref, "```toml\n")
	block, _, _ = strings.Cut(block, "```")
	if _, err := config.Parse([]byte(block), "reference"); err != nil || block == "" {
		t.Error(err)
	}
}

// Code in a doc tag stands in single quotes, which apostrophes must survive.
func TestDocs(t *testing.T) {
	for _, table := range config.Tables() {
		for _, k := range table.Keys {
			if strings.Count(k.Doc, "`")%2 != 0 || strings.Contains(k.Doc, " '") {
				t.Errorf("%s: quotes went wrong in %q", k.Path(), k.Doc)
			}
		}
	}
}

func TestSchema(t *testing.T) {
	names(t)
	var schema struct {
		AdditionalProperties bool
		Properties           map[string]json.RawMessage
	}
	data := config.Schema()
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	for _, table := range config.Tables() {
		for _, k := range table.Keys {
			if !strings.Contains(string(data), `"`+k.Name+`": {`) {
				t.Errorf("no schema for %s", k.Path())
			}
			if table.Header == "" && schema.Properties[k.Name] == nil {
				t.Errorf("%s is not at the top level", k.Name)
			}
		}
	}
	for _, table := range []string{"client", "revision", "rules"} {
		if schema.Properties[table] == nil {
			t.Errorf("no table %s", table)
		}
	}
	if schema.AdditionalProperties {
		t.Error("the schema takes unknown keys")
	}
	if string(config.Schema()) != string(data) {
		t.Error("the schema differs from one call to the next")
	}
}
