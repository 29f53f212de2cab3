package generate

import (
	"embed"
	"fmt"
	"go/format"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// Header is the first line of every generated Go file. It is no "DO NOT EDIT":
// the code is to be judged and changed like any other.
const Header = "// Code copied by klaviyolint generate; yours to change."

// A File is one to be written.
type File struct {
	Name string // with slashes, below the folder that is written to
	Text []byte
}

//go:embed health/*.txt
var healthFiles embed.FS

//go:embed klaviyo/*.go
var clientFiles embed.FS

// Health returns the files of the health check, as a package of the given name.
func Health(pkg string) ([]File, error) { return copies(healthFiles, "health", "health", pkg) }

// Client returns the files of a client, as a package of the given name.
func Client(pkg string) ([]File, error) { return copies(clientFiles, "klaviyo", "klaviyo", pkg) }

// copies are the files of a folder with another package clause.
func copies(from embed.FS, dir, was, pkg string) ([]File, error) {
	if !token.IsIdentifier(pkg) || pkg == "_" {
		return nil, fmt.Errorf("-package %s: not the name of a package", pkg)
	}
	names, err := fs.Glob(from, dir+"/*")
	if err != nil {
		return nil, err
	}
	var out []File
	for _, name := range names {
		text, err := from.ReadFile(name)
		if err != nil {
			return nil, err
		}
		text, err = Adapt(text, was, pkg)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, File{strings.TrimSuffix(path.Base(name), ".txt"), text})
	}
	return out, nil
}

// Adapt makes a copy of a source file: with the header, and another package
// clause. Nothing else changes.
func Adapt(text []byte, was, pkg string) ([]byte, error) {
	clause := regexp.MustCompile(`(?m)^package ` + was + `$`)
	if len(clause.FindAllIndex(text, -1)) != 1 {
		return nil, fmt.Errorf("no package clause of %s", was)
	}
	s := clause.ReplaceAllString(string(text), "package "+pkg)
	s = strings.Replace(s, "// Package "+was+" ", "// Package "+pkg+" ", 1)
	return format.Source([]byte(Header + "\n\n" + s))
}

// Check reports whether the files may be written to dir: a file that is there and
// lacks the header is somebody else's. It returns the names that would be new and
// those that would be replaced.
func Check(dir string, files []File) (fresh, replaced []string, err error) {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		have, err := os.ReadFile(name)
		switch {
		case os.IsNotExist(err):
			fresh = append(fresh, name)
		case err != nil:
			return nil, nil, err
		case !strings.HasPrefix(string(have), Header):
			return nil, nil, fmt.Errorf("%s is there and was not written by klaviyolint generate: nothing was written; -o names another folder", name)
		default:
			replaced = append(replaced, name)
		}
	}
	return fresh, replaced, nil
}

// Write writes the files to dir, all or, where one is somebody else's, none.
func Write(dir string, files []File) error {
	if _, _, err := Check(dir, files); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(f.Name)), f.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
