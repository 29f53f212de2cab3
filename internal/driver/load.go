package driver

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/load"
)

// A loaded package is one that the checker runs on.
type loaded struct {
	*packages.Package
	judged bool // findings count; otherwise only its facts do
}

// loadPackages loads the given patterns with syntax and types. judge says which
// packages may hold findings.
func loadPackages(ctx context.Context, opts *Options, nodes map[string]*node, w *workspace, patterns []string, judge func(*packages.Package) bool) ([]loaded, []*packages.Package, error) {
	lo := load.Options{
		Dir:        opts.Dir,
		Tests:      opts.Tests,
		BuildFlags: opts.BuildFlags,
		Overlay:    goFiles(opts.Overlay),
		// Another build system knows best where types come from.
		Compiled: opts.Compiled || externalDriver(),
		Progress: func(done, all int) {
			opts.progress(fmt.Sprintf("loading %d of %s", done, count(all, "package", "packages")))
		},
	}
	ask := func() ([]*packages.Package, error) {
		opts.progress("asking the go command for " + count(len(patterns), "package", "packages") + ", which may download some")
		return load.List(ctx, lo, patterns...)
	}
	types := load.NewTypes()
	var pkgs []*packages.Package
	var err error
	if s := opts.Session; s != nil && nodes != nil && !lo.Compiled {
		types = s.types
		pkgs, err = s.list(lo, nodes, w, patterns, ask)
	} else {
		pkgs, err = ask()
	}
	if err == nil && !lo.Compiled {
		err = types.Add(ctx, lo, pkgs)
	}
	if err != nil {
		return nil, nil, err
	}
	var out []loaded
	for _, p := range variants(pkgs) {
		out = append(out, loaded{p, judge(p)})
	}
	return out, pkgs, nil
}

// goFiles returns the texts of Go files. What is typed into a go.mod counts when
// it is saved: until then it is broken more often than not.
func goFiles(overlay map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range overlay {
		if filepath.Ext(name) == ".go" {
			out[name] = text
		}
	}
	return out
}

// variants drops the test mains, and orders the rest. The plain package stays
// beside its test variant: others import it. Findings come from the variant,
// as in vet, since it holds all the files of the plain one.
func variants(pkgs []*packages.Package) []*packages.Package {
	kept := slices.DeleteFunc(slices.Clone(pkgs), func(p *packages.Package) bool {
		return p.Name == "main" && strings.HasSuffix(p.ID, ".test")
	})
	slices.SortFunc(kept, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	return slices.Compact(kept)
}

// shadowed returns the plain packages that have a test variant among pkgs.
func shadowed(pkgs []loaded) map[*packages.Package]bool {
	tested := map[string]bool{}
	for _, p := range pkgs {
		if p.ForTest == p.PkgPath {
			tested[p.PkgPath] = true
		}
	}
	out := map[*packages.Package]bool{}
	for _, p := range pkgs {
		if p.ForTest == "" && tested[p.PkgPath] {
			out[p.Package] = true
		}
	}
	return out
}

// relink makes the loaded packages import each other directly, past packages
// that came from export data. The checker runs analyzers with facts on every
// package that Imports leads to: on export data there is nothing to analyse,
// and facts must still reach a package over one that was not chosen.
func relink(pkgs []loaded) {
	in := map[*packages.Package]bool{}
	for _, p := range pkgs {
		in[p.Package] = true
	}
	memo := map[*packages.Package]map[string]*packages.Package{}
	var below func(p *packages.Package) map[string]*packages.Package
	below = func(p *packages.Package) map[string]*packages.Package {
		if m, ok := memo[p]; ok {
			return m
		}
		m := map[string]*packages.Package{}
		memo[p] = m
		for _, dep := range p.Imports {
			if in[dep] {
				m[dep.ID] = dep
			} else {
				maps.Copy(m, below(dep))
			}
		}
		return m
	}
	links := map[*packages.Package]map[string]*packages.Package{}
	for p := range in {
		links[p] = below(p)
	}
	for p, l := range links {
		p.Imports = l
	}
}

// loadErrors sorts what went wrong into errors of the analysed code and what
// could not be loaded at all. Code errors count in judged packages only; the
// rest would fail the build too, wherever it lies.
func loadErrors(roots []*packages.Package, pkgs []loaded, dir string, ignore func(*packages.Package, packages.Error) bool) []ToolError {
	judged := map[*packages.Package]bool{}
	for _, p := range pkgs {
		if p.judged {
			judged[p.Package] = true
		}
	}
	var out []ToolError
	seen := map[string]bool{}
	packages.Visit(roots, nil, func(p *packages.Package) {
		broken := len(p.GoFiles) == 0 && len(p.Syntax) == 0
		n := 0
		for _, e := range p.Errors {
			if ignore(p, e) || !broken && !judged[p] || causedBy(e, p) || repeats(e, p) {
				continue
			}
			te := toolError(e, dir)
			te.Package = p.PkgPath
			te.Code = !broken && !unreadable(te)
			if broken && !strings.Contains(te.Message, p.PkgPath) {
				te.Message = p.PkgPath + ": " + te.Message
			}
			key := fmt.Sprint(te.File, te.Line, te.Col, te.Message)
			if seen[key] {
				continue
			}
			seen[key] = true
			if n++; n > maxErrors && te.Code {
				out = append(out, ToolError{Package: p.PkgPath, Message: "too many errors", Code: true})
				break
			}
			out = append(out, te)
		}
		if m := p.Module; m != nil && m.Error != nil {
			out = append(out, ToolError{Package: m.Path, Message: m.Error.Err})
		}
	})
	return out
}

// importedBy returns the packages that another one imports.
func importedBy(roots []*packages.Package) map[*packages.Package]bool {
	out := map[*packages.Package]bool{}
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, dep := range p.Imports {
			out[dep] = true
		}
	})
	return out
}

// maxErrors is how many errors of one package are printed, as in the compiler.
const maxErrors = 10

// causedBy reports whether an error only repeats that an import is broken,
// which stands in the list already.
func causedBy(e packages.Error, p *packages.Package) bool {
	if e.Kind != packages.TypeError || !strings.HasPrefix(e.Msg, "could not import ") {
		return false
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(e.Msg, "could not import "), " ")
	dep := p.Imports[path]
	return dep != nil && len(dep.Errors) > 0
}

// unreadable reports whether the error is that a file could not be opened,
// which no edit of the code mends.
func unreadable(e ToolError) bool {
	if strings.HasPrefix(e.Message, "open ") {
		return true
	}
	if e.File == "" {
		return false
	}
	_, err := os.Stat(e.File)
	return err != nil
}

// repeats reports whether an error is the compiler's output for a package whose
// own errors are known one by one. The go command compiles what it lists, to
// have export data.
func repeats(e packages.Error, p *packages.Package) bool {
	known := func(kinds ...packages.ErrorKind) bool {
		return slices.ContainsFunc(p.Errors, func(o packages.Error) bool { return slices.Contains(kinds, o.Kind) })
	}
	switch {
	case strings.HasPrefix(e.Msg, "# "):
		return known(packages.TypeError, packages.ParseError)
	case strings.HasPrefix(e.Msg, "package ; expected package "):
		return known(packages.ParseError) // a file that names no package
	case e.Kind == packages.ParseError:
		// An empty file, or one in UTF-16, has several at its first byte: the one
		// that tells most is enough.
		return slices.ContainsFunc(p.Errors, func(o packages.Error) bool {
			return o.Kind == packages.ParseError && o.Pos == e.Pos && tells(o.Msg) > tells(e.Msg)
		})
	}
	return false
}

// tells ranks the errors that the parser has for one place.
func tells(message string) int {
	switch {
	case strings.Contains(message, "illegal UTF-8"):
		return 2
	case strings.Contains(message, "'package'"):
		return 1
	}
	return 0
}

// toolError reads the position out of an error of go/packages.
func toolError(e packages.Error, dir string) ToolError {
	te := ToolError{Message: oneLine(e.Msg)}
	file, line, col := splitPosition(e.Pos)
	if file == "" {
		return te
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	te.File, te.Line, te.Col = file, line, col
	return te
}

// splitPosition takes file:line:col apart; "-" and "" have no file.
func splitPosition(pos string) (file string, line, col int) {
	file = pos
	var nums []int
	for range 2 {
		i := strings.LastIndexByte(file, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(file[i+1:])
		if err != nil {
			break
		}
		nums = append([]int{n}, nums...)
		file = file[:i]
	}
	if file == "-" {
		return "", 0, 0
	}
	if len(nums) > 0 {
		line = nums[0]
	}
	if len(nums) > 1 {
		col = nums[1]
	}
	return file, line, col
}

// oneLine keeps each tool error on a line of its own.
func oneLine(msg string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(msg, "\n", " ")), " ")
}
