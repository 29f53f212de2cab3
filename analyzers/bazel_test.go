package analyzers_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/config"
)

// What docs/bazel.md says to copy names every rule, flags that there are, and
// settings that are read.
func TestBazelPage(t *testing.T) {
	page, err := os.ReadFile("../docs/bazel.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed, rules []string
	for _, m := range regexp.MustCompile(`"@com_github_klaviyolint_klaviyolint//passes/(\w+)"`).FindAllStringSubmatch(string(page), -1) {
		listed = append(listed, m[1])
	}
	for _, r := range analyzers.All() {
		rules = append(rules, r.Doc.Name)
	}
	if !slices.Equal(listed, rules) {
		t.Errorf("the page lists %q, and there are %q", listed, rules)
	}

	_, block, _ := strings.Cut(string(page), "```json\n")
	block, _, _ = strings.Cut(block, "```")
	var nogo map[string]struct {
		Flags   map[string]string `json:"analyzer_flags"`
		Exclude map[string]string `json:"exclude_files"`
	}
	d := json.NewDecoder(strings.NewReader(block))
	d.DisallowUnknownFields()
	if err := d.Decode(&nogo); err != nil {
		t.Fatalf("%v in %s", err, block)
	}
	read := 0
	for name, c := range nogo {
		i := slices.Index(rules, name)
		if i < 0 && name != "_base" {
			t.Errorf("there is no rule %s", name)
		}
		for flag, value := range c.Flags {
			if i < 0 || analyzers.All()[i].Analyzer.Flags.Lookup(flag) == nil {
				t.Errorf("%s takes no flag %s", name, flag)
			}
			f, err := config.Parse([]byte(value), "nogo.json")
			if err != nil || f.AsOf.IsZero() || len(f.Client.Packages) == 0 {
				t.Errorf("%v in %s", err, value)
			}
			read++
		}
	}
	if read == 0 {
		t.Error("no settings")
	}
}
