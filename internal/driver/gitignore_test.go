package driver

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestGitIgnore(t *testing.T) {
	dir := extract(t, `
-- .gitignore --
*.env
build/
!keep.env
tracked.env
-- a.env --
-- keep.env --
-- tracked.env --
-- build/x --
-- sub/.gitignore --
local
-- sub/local --
-- sub/other name --
`)
	if err := os.Symlink("sub", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-f", "tracked.env"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	g := newGitIgnore(context.Background(), dir)
	defer g.close()
	tests := []struct {
		name string
		want bool
	}{
		{"a.env", true},
		{"keep.env", false},
		{"tracked.env", false},
		{"build", true},
		{"build/x", true},
		{"link/local", false}, // git goes no further than the link, and gives up
		{"sub/local", true},
		{"sub/other name", false},
		{"sub/none/at/all", false},
		{"../outside", false},
		{".", false},
		{"a.env", true}, // the second time from memory
	}
	for _, tt := range tests {
		if got := g.ignored(filepath.Join(dir, tt.name)); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
	if newGitIgnore(context.Background(), "").ignored(filepath.Join(dir, "a.env")) {
		t.Error("ignored without a repository")
	}
}
