package preflight

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBuildFromMod(t *testing.T) {
	rows := []struct {
		name, require string
		state         State
		words         string
	}{
		{"none", "", OK, "from go.mod, not from a build: no Klaviyo SDK"},
		{"deprecated", "require github.com/monetha/go-klaviyo v0.0.9", Warn, "sends 2025-04-15, deprecated, retired on 2027-04-15"},
		{"retired", "require github.com/dinistavares/go-klaviyo-api v0.2.3", Fail, "sends 2024-05-15, retired on 2026-05-15"},
		{"legacy", "require github.com/busynose/go-klaviyo v0.0.3", Fail, "v1 and v2 only"},
		{"unknown version", "require github.com/monetha/go-klaviyo v0.9.9", Unknown, "does not know which revision"},
		{"replaced", "require github.com/monetha/go-klaviyo v0.0.9\nreplace github.com/monetha/go-klaviyo => ../fork", Warn, "is replaced by ../fork: judged by its source"},
		{"own", "require example.com/klaviyo v1.2.3", OK, "example.com/klaviyo v1.2.3"},
		{"broken", "require (", Unknown, "cannot be read"},
	}
	for _, row := range rows {
		_, o := fake(t)
		o.Own = func(p string) bool { return p == "example.com/klaviyo" }
		write(t, o.Dir, map[string]string{"go.mod": "module example.com/shop\n\ngo 1.25\n\n" + row.require + "\n"})
		run(t, o).want(t, "build", row.state, row.words)
	}
}

func TestBuildFromBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	_, o := fake(t)
	write(t, o.Dir, map[string]string{"main.go": "package main\n\nfunc main() {}\n"})
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-C", o.Dir, "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "one")
	bin := filepath.Join(t.TempDir(), "shop")
	build := func(args ...string) {
		cmd := exec.Command("go", append(append([]string{"build", "-o", bin}, args...), ".")...)
		cmd.Dir = o.Dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	build("-ldflags=-s -w", "-buildvcs=true")
	o.Binary = bin
	r := run(t, o)
	c := r.want(t, "build", OK, "no Klaviyo SDK in this build; the code has its own client")
	if c.Build == nil || c.Build.Revision != r.Commit || r.Commit == "" || c.Build.Go != runtime.Version() || c.Build.Module != "example.com/shop" {
		t.Errorf("%+v at %s", c.Build, r.Commit)
	}
	git("commit", "-qm", "two", "--allow-empty")
	run(t, o).want(t, "build", Warn, "built from ", "while the working tree is at")
	write(t, o.Dir, map[string]string{"main.go": "package main\n\nfunc main() { println() }\n"})
	build("-buildvcs=true")
	run(t, o).want(t, "build", Warn, "vcs.modified")

	o.Binary = filepath.Join(o.Dir, "main.go")
	run(t, o).want(t, "build", Unknown, "main.go")
	write(t, o.Dir, map[string]string{"fat": "\xca\xfe\xba\xbe\x00\x00\x00\x02" + strings.Repeat("\x00", 100)})
	o.Binary = filepath.Join(o.Dir, "fat")
	run(t, o).want(t, "build", Unknown, "fat")
	o.Binary = filepath.Join(o.Dir, "none")
	run(t, o).want(t, "build", Unknown, "no such file")
}

// A version in the build that differs from go.mod.
func TestBuildDiffersFromMod(t *testing.T) {
	_, o := fake(t)
	write(t, o.Dir, map[string]string{"go.mod": "module example.com/shop\n\ngo 1.25\n\nrequire github.com/monetha/go-klaviyo v0.0.8\n"})
	n := newRunner(t.Context(), o.withDefaults())
	mod, err := readMod(o.Dir)
	c := Check{State: OK, Build: &Build{Module: "example.com/shop", SDKs: []Module{{Path: "github.com/monetha/go-klaviyo", Version: "v0.0.9"}}}}
	n.compareBuild(&c, mod, err)
	if c.State != Warn || len(c.Details) != 1 || !strings.Contains(c.Details[0], "is v0.0.9 in the build and v0.0.8 in go.mod") {
		t.Errorf("%+v", c)
	}
}
