package cli

import (
	"encoding/json"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// wholeUnit makes the tool analyse a package of the main module whole where the
// go command asks for its facts alone.
//
// Since Go 1.26 the go command keeps the output of a vet tool, but its key does
// not say whether there was to be any: after `go vet ./cmd/app`, which asks for
// facts of what app imports, `go vet ./...` serves those packages from the cache
// and shows none of their findings. Its own vet suffers the same. Telling the
// findings each time costs nothing: a finding of an imported package of the same
// module is shown early, which is better than never.
//
// A package with tests of its own is left alone: the go command vets its test
// variant instead, under another key.
//
// It returns the arguments with the name of the file that now describes the
// unit, or as they were.
func wholeUnit(args []string) []string {
	if len(args) == 0 || !strings.HasSuffix(args[len(args)-1], ".cfg") {
		return args
	}
	if slices.ContainsFunc(args, func(a string) bool {
		return strings.TrimLeft(a, "-") == "fix" || strings.HasPrefix(strings.TrimLeft(a, "-"), "fix=")
	}) {
		return args // imported packages are not to be fixed
	}
	file := args[len(args)-1]
	data, err := os.ReadFile(file)
	if err != nil {
		return args // unitchecker says so
	}
	var known struct {
		VetxOnly                               bool
		Dir, Stdout, ModulePath, ModuleVersion string
	}
	var unit map[string]json.RawMessage
	if json.Unmarshal(data, &known) != nil || json.Unmarshal(data, &unit) != nil {
		return args
	}
	// An older go command takes no findings over standard output, and keeps none.
	if !known.VetxOnly || known.Stdout == "" || known.ModulePath == "" || known.ModuleVersion != "" {
		return args
	}
	if hasTests(known.Dir) {
		return args
	}
	unit["VetxOnly"] = json.RawMessage("false")
	if data, err = json.Marshal(unit); err != nil {
		return args
	}
	whole := filepath.Join(filepath.Dir(file), "whole.cfg")
	if err := os.WriteFile(whole, data, 0o666); err != nil {
		return args
	}
	return append(slices.Clone(args[:len(args)-1]), whole)
}

// hasTests reports whether a package has test files that are part of it, rather
// than of its external test package.
func hasTests(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
	return slices.ContainsFunc(files, func(name string) bool {
		if ok, err := build.Default.MatchFile(dir, filepath.Base(name)); !ok || err != nil {
			return false
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		return err == nil && !strings.HasSuffix(f.Name.Name, "_test")
	})
}
