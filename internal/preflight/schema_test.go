package preflight

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

const schemaFile = "../../docs/preflight.schema.json"

// The schema in docs is that of the types: UPDATE=1 writes it.
func TestSchemaIsFresh(t *testing.T) {
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(schemaFile, SchemaDocument(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, SchemaDocument()) {
		t.Error("docs/preflight.schema.json is not up to date: UPDATE=1 go test ./internal/preflight -run TestSchemaIsFresh")
	}
}

// Reports of every kind are valid.
func TestReportsFitTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	valid := func(r *Report) {
		t.Helper()
		var b bytes.Buffer
		if err := JSON(&b, r, View{}); err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%v\n%s", err, b.String())
		}
	}
	k, o := fake(t)
	valid(run(t, o))
	o.Needs, o.Surplus, o.Webhooks = needs(), true, true
	o.Needs.Revisions = append(o.Needs.Revisions, RevisionUse{Value: "2024-10-15"}, RevisionUse{Env: "NOT_SET_HERE"})
	s := loopback.NewStatus(`{"status":{"indicator":"minor","description":"x"}}`)
	defer s.Close()
	b, err := ParseStatusBase(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.Status = &b
	valid(run(t, o))
	k.Before = reply(401, apiJSON, klaviyoError("authentication_failed", "no"))
	valid(run(t, o))
	k.Close()
	valid(run(t, o))
}
