package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/modfile"
)

// The path and version under which scripts require this module.
const (
	modulePath  = "github.com/klaviyolint/klaviyolint"
	toolVersion = "v0.1.0"
)

// toolmod makes klaviyolint, as it stands in this repository, a tool of the
// module that a file describes, with the go.sum beside it: what
// `go get -tool` does, without a network.
//
//	toolmod FILE
func toolmod(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: toolmod FILE")
	}
	root, err := filepath.Abs(filepath.Join(startDir, "..", ".."))
	ts.Check(err)
	own := parseMod(ts, filepath.Join(root, "go.mod"))
	name := ts.MkAbs(args[0])
	f := parseMod(ts, name)
	ts.Check(f.AddTool(modulePath + "/cmd/klaviyolint"))
	ts.Check(f.AddRequire(modulePath, toolVersion))
	ts.Check(f.AddReplace(modulePath, "", root, ""))
	for _, r := range own.Require {
		f.AddNewRequire(r.Mod.Path, r.Mod.Version, true)
	}
	f.Cleanup()
	data, err := f.Format()
	ts.Check(err)
	ts.Check(os.WriteFile(name, data, 0o644))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	ts.Check(err)
	ts.Check(os.WriteFile(strings.TrimSuffix(name, ".mod")+".sum", sum, 0o644))
}

func parseMod(ts *testscript.TestScript, name string) *modfile.File {
	data, err := os.ReadFile(name)
	ts.Check(err)
	f, err := modfile.Parse(name, data, nil)
	ts.Check(err)
	return f
}
