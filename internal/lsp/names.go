package lsp

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// fileOf returns the absolute file that a URI names; false for other schemes.
func fileOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	name := u.Path
	// file:///c:/dir: no slash before a drive.
	if len(name) > 2 && name[0] == '/' && name[2] == ':' {
		name = name[1:]
	}
	return filepath.Clean(filepath.FromSlash(name)), true
}

// uriOf returns the URI of a file.
func uriOf(file string) string {
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// resolved follows symbolic links as far as the name exists: the go command names
// files so.
func resolved(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	dir := filepath.Dir(name)
	if dir == name {
		return name
	}
	return filepath.Join(resolved(dir), filepath.Base(name))
}

func within(dir, name string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// members returns the modules that the go.work in a directory uses.
func members(dir string) []string {
	name := filepath.Join(dir, "go.work")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil
	}
	var out []string
	for _, u := range f.Use {
		p := filepath.FromSlash(u.Path)
		if !filepath.IsAbs(p) {
			p = filepath.Join(dir, p)
		}
		out = append(out, filepath.Clean(p))
	}
	return out
}

// uses reports whether a workspace has a module.
func uses(work, mod string) bool {
	return slices.ContainsFunc(members(work), func(m string) bool { return m == mod || resolved(m) == mod })
}

// patterns returns what to judge for a root.
func patterns(dir string) []string {
	if !regular(filepath.Join(dir, "go.work")) || os.Getenv("GOWORK") != "" {
		return []string{"./..."}
	}
	var out []string
	for _, m := range members(dir) {
		rel, err := filepath.Rel(dir, m)
		switch {
		case err != nil || !regular(filepath.Join(m, "go.mod")):
		case rel == ".":
			out = append(out, "./...")
		case strings.HasPrefix(rel, ".."):
			out = append(out, filepath.ToSlash(m)+"/...")
		default:
			out = append(out, "./"+filepath.ToSlash(rel)+"/...")
		}
	}
	return out
}
