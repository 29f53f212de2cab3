package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func TestInForce(t *testing.T) {
	root := tree(t, "one/go.mod", "one/a/a.go", "one/nested/go.mod", "two/go.mod", "three/go.mod", "go.work")
	write(t, root, "go.work", "go 1.25\n\nuse (\n\t./one\n\t./one/nested\n\t./two\n\t./three\n)\n")
	write(t, root, "one/"+config.FileName, "strict = true\n")
	write(t, root, "two/"+config.FileName, "default_region = \"US\"\n")
	write(t, root, "elsewhere/a.go", "package a\n")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	for start, top := range map[string]string{root: root, filepath.Join(root, "one"): root, filepath.Join(root, "three"): root, link: link} {
		s, err := config.InForce(start)
		if err != nil || !s.PerModule() || len(s.Each()) != 5 {
			t.Fatalf("%s: %v, %d settings", start, err, len(s.Each()))
		}
		c := s.Clone()
		for _, each := range c.Each() {
			each.SwitchOff("upsert", "test")
		}
		real, err := filepath.EvalSymlinks(root)
		if err != nil {
			t.Fatal(err)
		}
		for dir, want := range map[string]string{"one": "true ", "one/a": "true ", "one/nested": "false ", "two": "false US", "three": "false ", "two/none": "false US"} {
			for _, top := range []string{top, real} {
				dir := filepath.Join(top, filepath.FromSlash(dir))
				got := s.For(dir)
				if text := fmt.Sprintf("%v %s", got.Strict, got.DefaultRegion); text != want || !got.Enabled("upsert") {
					t.Errorf("from %s, %s: %q, want %q", start, dir, text, want)
				}
				if c.For(dir).Enabled("upsert") {
					t.Errorf("from %s, %s: the clone has upsert", start, dir)
				}
			}
		}
		if s.For(filepath.Join(root, "elsewhere")) != s {
			t.Errorf("from %s: a folder of no module has the settings of one", start)
		}
	}

	// A file beside go.work, the environment or no workspace leave one for all.
	write(t, root, config.FileName, "")
	if s, err := config.InForce(root); err != nil || s.PerModule() {
		t.Errorf("with a file beside go.work: %v", err)
	}
	if err := os.Remove(filepath.Join(root, config.FileName)); err != nil {
		t.Fatal(err)
	}
	t.Setenv(config.EnvName, filepath.Join(root, "two", config.FileName))
	if s, err := config.InForce(root); err != nil || s.PerModule() || s.DefaultRegion != "US" {
		t.Errorf("with %s: %v", config.EnvName, err)
	}
	t.Setenv(config.EnvName, "")
	t.Setenv("GOWORK", "off")
	if s, err := config.InForce(filepath.Join(root, "one")); err != nil || s.PerModule() || !s.Strict {
		t.Errorf("without a workspace: %v", err)
	}
}

// A broken file is told from above, where its module is one of those that are
// judged, and not from another module.
func TestInForceBroken(t *testing.T) {
	root := tree(t, "one/go.mod", "two/go.mod", "two/"+config.FileName)
	write(t, root, "go.work", "go 1.25\n\nuse ./one\nuse ./two\n")
	write(t, root, "one/"+config.FileName, "strict = 1\n")
	for dir, broken := range map[string]bool{"": true, "one": true, "two": false} {
		s, err := config.InForce(filepath.Join(root, dir))
		if s == nil || (err != nil) != broken || broken && strings.Count(err.Error(), "strict must be") != 1 {
			t.Errorf("from %q: %v", dir, err)
		}
	}
}
