package libraries

import (
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// Every role of the table is one that users may give as well, and the other way
// round.
func TestRoles(t *testing.T) {
	var known []string
	for _, r := range config.Roles {
		known = append(known, r.Name)
	}
	used := map[string]bool{}
	for i, r := range read("functions.csv", functionsCSV) {
		if len(r) != 12 || r[0] == "" || r[2] == "" || !slices.Contains(known, r[3]) {
			t.Errorf("row %d of functions.csv: %q", i+2, r)
		}
		used[r[3]] = true
	}
	for _, r := range apart {
		if !slices.Contains(known, r) {
			t.Errorf("users cannot give the role %q", r)
		}
	}
	for _, r := range known {
		if !used[r] && r != "wrap" && r != "build" && r != "basic" {
			t.Logf("no known library has a function of the role %q", r)
		}
	}
}

// No function stands in the table twice, under whatever path.
func TestRowsOnce(t *testing.T) {
	same := map[string]bool{}
	for _, r := range read("aliases.csv", aliasesCSV) {
		if same[r[0]] || r[0] == r[1] {
			t.Errorf("aliases.csv: %q", r)
		}
		same[r[0]] = true
	}
	for _, r := range read("aliases.csv", aliasesCSV) {
		if same[r[1]] {
			t.Errorf("aliases.csv: %s is the same as an alias", r[0])
		}
	}
	seen := map[string]bool{}
	of := map[string]string{}
	for _, r := range read("aliases.csv", aliasesCSV) {
		of[r[0]] = r[1]
	}
	for _, r := range read("functions.csv", functionsCSV) {
		if o := of[r[0]]; o != "" {
			r[0] = o
		}
		k := r[0] + " " + r[1] + " " + r[2]
		if seen[k] {
			t.Errorf("functions.csv: %s twice", k)
		}
		seen[k] = true
	}
}

func TestLookups(t *testing.T) {
	known := Known()
	for name, role := range map[string]string{
		"github.com/go-resty/resty/v2.Request.SetHeader": "header", "resty.dev/v3.Request.SetHeader": "header", "gopkg.in/resty.v1.Request.SetHeader": "header",
		"math/rand/v2.IntN": "draw", "math/rand.Rand.Intn": "draw", "database/sql.Rows.Next": "cursor", "github.com/spf13/viper.Viper.SetDefault": "default",
		"github.com/cenkalti/backoff/v3.Retry": "attempts", "github.com/oklog/ulid.Make": "draw",
	} {
		if r := known.Of(name); r == nil || r.Role != role {
			t.Errorf("%s: %v", name, r)
		}
	}
	for _, name := range []string{"math/rand.Seed", "example.com/x.New", "database/sql.DB.Query", "fmt"} {
		if r := known.Of(name); r != nil {
			t.Errorf("%s: %v", name, r)
		}
	}
	if r := known.Shown("log.Printf"); r == nil || r.Role != "shows-log" {
		t.Errorf("log.Printf: %v", r)
	}
	if n, ok := known.Same("github.com/goccy/go-json.Marshal"); !ok || n != "encoding/json.Marshal" {
		t.Errorf("goccy: %q", n)
	}
	if !known.Builds("resty.dev/v3.Client") || known.Builds("github.com/spf13/viper.Viper") || known.Clients()["log"] || !known.Clients()["gopkg.in/resty.v1"] {
		t.Error("builders and clients")
	}
}

// What users write extends the table, on every path under which a library is known.
func TestExtended(t *testing.T) {
	table := Extended(&config.Client{
		Models:  []config.Model{{Package: "example.com/rest", Type: "Client", Name: "Send*", Role: "send", URL: 0, Arg: -1, Body: 1, Key: -1, Value: -1}},
		Aliases: []config.Alias{{Package: "example.com/fork/resty", SameAs: "github.com/go-resty/resty/v2"}, {Package: "example.com/rest2", SameAs: "example.com/rest"}},
	})
	for _, name := range []string{"example.com/rest.Client.SendJSON", "example.com/rest2.Client.SendJSON", "example.com/fork/resty.Request.SetHeader", "resty.dev/v3.Request.SetHeader"} {
		if table.Of(name) == nil {
			t.Errorf("%s is not known", name)
		}
	}
	if Known().Of("example.com/rest.Client.SendJSON") != nil {
		t.Error("the known table was changed")
	}
}
