package golangci

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// What the rules import becomes part of every golangci-lint that is built with
// them, so it stays little.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(string(out))
	slices.Sort(got)
	got = slices.Compact(got)
	want := []string{
		"github.com/BurntSushi/toml",
		"github.com/golangci/plugin-module-register",
		module,
		"golang.org/x/mod",
		"golang.org/x/tools",
	}
	if !slices.Equal(got, want) {
		t.Errorf("modules\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
