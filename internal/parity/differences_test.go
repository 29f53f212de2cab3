package parity

import (
	"slices"
	"strings"
	"testing"
)

// A difference is a fault of the fixtures made for what hosts cannot show alike,
// with the places where each host shows it; "" where it does not.
type difference struct {
	why  string
	rule string
	says string // in every host that shows it

	own, vet, golangci, gopls string
}

var differences = []difference{
	{
		why:  "no difference: a key in a test; those that directives silence are shown nowhere",
		rule: "hardcodedkey", says: `private Klaviyo key "pk_7c…3d" in source`,
		own: "differences/quiet/quiet_test.go:3:16", vet: "differences/quiet/quiet_test.go:3:16",
		golangci: "differences/quiet/quiet_test.go:3:16", gopls: "differences/quiet/quiet_test.go:3:16",
	},
	{
		why:  "golangci-lint filters findings in generated files",
		rule: "hardcodedkey", says: `private Klaviyo key "pk_7c…3d" in source`,
		own: "differences/gen/gen.go:7:17", vet: "differences/gen/gen.go:7:17", gopls: "differences/gen/gen.go:7:17",
	},
	{
		why:  "golangci-lint and gopls drop positions outside Go files, so an embedded key stands at the directive",
		rule: "hardcodedkey", says: `private Klaviyo key "pk_7c…3d" in `,
		own: "differences/emb/key.txt:2:1", vet: "differences/emb/key.txt:2:1",
		golangci: "differences/emb/emb.go:8:1", gopls: "differences/emb/emb.go:8:1",
	},
	{
		why:  "what is wrong in go.mod is shown there by the command, and once in each package that imports the module by the others",
		rule: "sdkpin", says: `"github.com/monetha/go-klaviyo" is replaced by a folder`,
		own:      "differences/go.mod:7:9",
		vet:      "differences/one/one.go:4:8 differences/two/two.go:4:8",
		golangci: "differences/one/one.go:4:8 differences/two/two.go:4:8",
		gopls:    "differences/one/one.go:4:8 differences/two/two.go:4:8",
	},
	{
		why:  "files that belong to no package are the command's alone: secrets",
		rule: "hardcodedkey", says: `private Klaviyo key "pk_7c…3d" in this file`,
		own: "differences/.env:1:21",
	},
	{
		why:  "files that belong to no package are the command's alone: manifests",
		rule: "sdkpin", says: `"klaviyo-api"`,
		own: "differences/package.json:3:21",
	},
	{
		why:  "go vet and golangci-lint leave packages with type errors to the compiler",
		rule: "hardcodedkey", says: `private Klaviyo key "pk_7c…3d" in source`,
		own: "illtyped/bad/bad.go:5:17", gopls: "illtyped/bad/bad.go:5:17",
	},
}

// made reports whether a fixture is made for the differences.
func made(fixture string) bool { return fixture == "differences" || fixture == "illtyped" }

// checkDifferences compares what a host finds in a fixture made for the
// differences with the column of that host.
func checkDifferences(t *testing.T, host, fixture string, rules bool, found []finding, column func(difference) string) {
	t.Helper()
	var got, want []string
	for _, f := range found {
		if !strings.HasPrefix(f.file, fixture+"/") {
			continue
		}
		i := slices.IndexFunc(differences, func(d difference) bool {
			return strings.Contains(f.message, d.says) && slices.Contains(strings.Fields(column(d)), f.place())
		})
		switch {
		case i < 0:
			t.Errorf("%s: not foreseen: %s", host, f)
		case rules && f.rule != differences[i].rule:
			t.Errorf("%s: the rule is not %s: %s", host, differences[i].rule, f)
		}
		got = append(got, f.place())
	}
	for _, d := range differences {
		for _, place := range strings.Fields(column(d)) {
			if strings.HasPrefix(place, fixture+"/") {
				want = append(want, place)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	compare(t, host, got, want)
}
