package preflight

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// Each probe is what the specification allows: a stable GET without path
// parameters, with the scope alone, with every required parameter and no unknown
// one, the smallest page, and a field that exists and is no personal data.
func TestProbesFitTheSpecification(t *testing.T) {
	table := schema.Stable()
	rev := table.Newest()
	for scope, p := range probes() {
		op := table.Operation("GET", p.path)
		if op == nil || !op.In(rev) {
			t.Errorf("%s: GET %s is not in the newest specification", scope, p.path)
			continue
		}
		want := []string{scope}
		if p.also != "" {
			want = append(want, p.also)
		}
		slices.Sort(want)
		have := slices.Clone(op.Scopes(rev))
		slices.Sort(have)
		if strings.Contains(p.path, "{") || op.Client(rev) || !slices.Equal(have, want) {
			t.Errorf("%s: GET %s needs %v, want %v", scope, p.path, have, want)
		}
		given := map[string]string{}
		for part := range strings.SplitSeq(p.query, "&") {
			if k, v, ok := strings.Cut(part, "="); ok {
				given[k] = v
			}
		}
		for _, param := range op.Params(rev) {
			if _, ok := given[param.Name]; param.Required && !ok {
				t.Errorf("%s: %s requires %s", scope, op, param.Name)
			}
			if param.Name == "page[size]" && given["page[size]"] != "1" {
				t.Errorf("%s: the page is not the smallest", scope)
			}
		}
		for name, value := range given {
			param, ok := op.Param(rev, name)
			switch {
			case !ok:
				t.Errorf("%s: %s takes no %s", scope, op, name)
			case name == "page[size]":
				if least, ok := param.Node.Scalar().MinInt(); ok && least > 1 {
					t.Errorf("%s: pages of %s are at least %d", scope, op, least)
				}
			case name == "filter":
				field, rest, _ := strings.Cut(strings.TrimPrefix(value, "equals("), ",")
				f, ok := op.FilterField(rev, field)
				if _, eq := f.Operator("equals"); !ok || !eq || !strings.HasSuffix(rest, ")") {
					t.Errorf("%s: %s cannot be filtered by %s", scope, op, value)
				}
			case strings.HasPrefix(name, "fields["):
				if !slices.Contains(param.Values(), value) {
					t.Errorf("%s: %s has no field %s", scope, name, value)
				}
				if !slices.Contains([]string{"created", "updated", "updated_at", "datetime", "status", "name"}, value) || value == "name" && name != "fields[metric]" {
					t.Errorf("%s: %s is perhaps personal data", scope, value)
				}
			}
		}
		e := endpoint(p.path)
		if e == nil || e.Stage != klaviyo.StableStage || e.Method != http.MethodGet {
			t.Errorf("%s: %s is no stable endpoint of the table", scope, p.path)
		}
	}
}

// Every read scope of the specification has a probe, but for the one that needs
// an id and the one of the key check.
func TestEveryReadScopeHasAProbe(t *testing.T) {
	table := schema.Stable()
	rev := table.Newest()
	missing := map[string]bool{}
	for _, op := range table.Operations() {
		if !op.In(rev) {
			continue
		}
		for _, s := range op.Scopes(rev) {
			if _, ok := probes()[s]; !ok && strings.HasSuffix(s, ":read") && s != accountsRead {
				missing[s] = true
			}
		}
	}
	delete(missing, "conversations:read") // needs a profile's id
	for s := range missing {
		t.Errorf("%s has no probe", s)
	}
	if len(probes()) < 20 {
		t.Errorf("only %d probes", len(probes()))
	}
}
