// Package hosttest builds the programs in which klaviyolint runs, for tests that
// compare what they say. It is for tests alone.
//
// Programs are kept in the folder .cache of the checkout, one set for each version
// of Go: linking takes some seconds, and the tests of several packages need the
// same ones. The go command decides whether a program is up to date.
package hosttest

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
)

// Klaviyolint builds the klaviyolint command and returns its path.
func Klaviyolint(t testing.TB) string {
	t.Helper()
	return program(t, "klaviyolint", func(root, _, out string) error {
		return command(root, nil, "go", "build", "-o", out, "./cmd/klaviyolint")
	})
}

// GolangciLint builds golangci-lint, version [GolangciVersion], with the plugin of
// this checkout inside, and returns its path. The first build on a machine takes
// minutes, and fetches its modules.
func GolangciLint(t testing.TB) string {
	t.Helper()
	fulltest.Only(t, "builds golangci-lint")
	return program(t, "golangci-lint", func(root, dir, out string) error {
		return BuildGolangciLint(root, dir, out, "analyzers/golangci")
	})
}

// program builds one program and returns the path of a copy of its own, since
// another test may build it anew from sources that were edited meanwhile.
func program(t testing.TB, name string, build func(root, dir, out string) error) string {
	t.Helper()
	root, err := checkout()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, ".cache", runtime.Version(), name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(dir, ".lock")).Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	built, mine := filepath.Join(dir, "bin", name), filepath.Join(t.TempDir(), name)
	if err := build(root, dir, built); err != nil {
		t.Fatal(err)
	}
	// The go command never writes into a program that is there; it replaces it.
	if os.Link(built, mine) == nil {
		return mine
	}
	if err := copyFile(mine, built, 0o777); err != nil {
		t.Fatal(err)
	}
	return mine
}

// checkout returns the root of the module that is tested.
func checkout() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}

// command runs a command quietly; what it printed is part of its error.
func command(dir string, env []string, name string, args ...string) error {
	var out bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
	cmd.Env = append(cmd.Environ(), env...)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out.Bytes())
	}
	return nil
}

func copyFile(to, from string, mode os.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
