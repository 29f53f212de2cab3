package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewest(t *testing.T) {
	versions := []string{"v0.20.0", "v0.21.1", "v0.9.1", "v0.22.0", "v0.23.0-pre.2", "v0.24.0", "v0.25.0-pre.1"}
	for _, test := range []struct{ upTo, want string }{
		{"v0.24.0", "v0.24.0"},
		{"v0.23.9", "v0.22.0"}, // v0.23.0 is not released yet
		{"v0.20.0", ""},        // klaviyolint does not fit into that one
	} {
		got, err := newest(versions, func(v string) (bool, error) { return v <= test.upTo, nil })
		if got != test.want || err != nil {
			t.Errorf("up to %s: %q, %v; want %q", test.upTo, got, err, test.want)
		}
	}
	broken := errors.New("no connection")
	if _, err := newest(versions, func(string) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

func TestCanBuild(t *testing.T) {
	for _, test := range []struct {
		have, needs string
		want        bool
	}{
		{"go1.26.8", "1.26.0", true},
		{"go1.26.8", "1.27.0", false},
		{"go1.27rc1", "1.27.0", false},
		{"go1.25", "1.25", true},
	} {
		b := builder{goVers: test.have}
		if got := b.canBuild(test.needs); got != test.want {
			t.Errorf("%s builds what needs %s: %v", test.have, test.needs, got)
		}
	}
}

// What is asked for and cannot be is refused before anything is downloaded.
func TestRefused(t *testing.T) {
	for version, want := range map[string]string{
		"0.23.0":  "is no version",
		"latest":  "is no version",
		"v0.20.0": "is too old",
	} {
		b := builder{gopls: version, scratch: t.TempDir()}
		if err := b.choose(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", version, err, want)
		}
	}
}

// A Go that is too old for a gopls is told which one it takes, before the source
// is downloaded.
func TestTooOld(t *testing.T) {
	const goplsThatNeeds126 = "v0.23.0"
	for _, test := range []struct{ installed, gopls, want string }{
		{"go1.25.3", goplsThatNeeds126, "gopls " + goplsThatNeeds126 + " needs Go 1.26.0, and this is go1.25.3: install that Go, or leave -gopls out to build the newest gopls that go1.25.3 can build"},
		{"go1.26.8", goplsThatNeeds126, ""},
		{"devel go1.27-0a1b2c3 Tue Jun 2 2026", goplsThatNeeds126, ""},
		{"devel", goplsThatNeeds126, `"devel" is no version of Go that is known`},
	} {
		b := builder{gopls: test.gopls, scratch: t.TempDir()}
		err := b.chooseFor(test.installed)
		if err == nil && test.want != "" || err != nil && err.Error() != test.want {
			t.Errorf("%s with %s: %v, want %q", test.gopls, test.installed, err, test.want)
		}
	}
}

func TestRequireOwn(t *testing.T) {
	const gopls = `module golang.org/x/tools/gopls

go 1.26.0

require (
	golang.org/x/mod v0.37.0
	golang.org/x/tools v0.47.1-0.20260707181000-a299dadba899
)
`
	for _, test := range []struct {
		self         module
		want, absent string
	}{
		{module{version: "v0.1.0"}, "github.com/klaviyolint/klaviyolint v0.1.0", "klaviyolint =>"},
		{module{dir: "/src/klaviyolint"}, "replace github.com/klaviyolint/klaviyolint => /src/klaviyolint", "v0.1.0"},
	} {
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte(gopls), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := requireOwn(file, test.self); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{test.want, "replace golang.org/x/tools => golang.org/x/tools v0.47.1-0.20260707181000-a299dadba899"} {
			if !strings.Contains(string(got), want) {
				t.Errorf("%v: no %q in\n%s", test.self, want, got)
			}
		}
		if strings.Contains(string(got), test.absent) {
			t.Errorf("%v: %q in\n%s", test.self, test.absent, got)
		}
	}
}

func TestCheckout(t *testing.T) {
	root := checkout("../../internal/klaviyo")
	if _, err := os.Stat(filepath.Join(root, "editors", "gopls", "build.go")); root == "" || err != nil {
		t.Errorf("the checkout is not %q", root)
	}
	if other := checkout("../../testdata/shop"); other != "" {
		t.Errorf("testdata/shop is no checkout, but %q is", other)
	}
}
