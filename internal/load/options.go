package load

import (
	"context"

	"golang.org/x/tools/go/packages"
)

// Options say what to load, and how.
type Options struct {
	Dir   string // absolute; patterns are relative to it
	Tests bool   // test files and test packages too
	// BuildFlags go to `go list`: -tags, -mod, -overlay. GOFLAGS and the rest of
	// the environment are the user's.
	BuildFlags []string
	// Overlay holds texts that stand in for files, by absolute name.
	Overlay map[string][]byte
	// Compiled takes the types of imports from export data, for which the go
	// command compiles them. External drivers can do no other; else it is there
	// to compare with.
	Compiled bool
	// Progress is told how many of the packages that are needed have types. It
	// may be nil.
	Progress func(done, all int)
}

const listMode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
	packages.NeedModule | packages.NeedForTest | packages.NeedEmbedFiles | packages.NeedEmbedPatterns

const compiledMode = packages.LoadSyntax | packages.NeedModule | packages.NeedForTest |
	packages.NeedEmbedFiles | packages.NeedEmbedPatterns

// List asks the go command what the patterns match and what that imports. The
// packages have neither syntax nor types.
func List(ctx context.Context, opts Options, patterns ...string) ([]*packages.Package, error) {
	replaced, err := replacedFiles(opts)
	if err != nil {
		return nil, err
	}
	mode := listMode
	if opts.Compiled {
		mode = compiledMode
	}
	return packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       mode,
		Dir:        opts.Dir,
		Env:        environ(),
		BuildFlags: opts.BuildFlags,
		Tests:      opts.Tests,
		Overlay:    replaced,
	}, patterns...)
}

// Load gives the packages that the patterns match their syntax and types. The
// packages that they import have types only, and only where a declaration needs
// them. What is wrong with a package is among its errors; an error is returned
// where the go command could not answer at all, or the context has ended.
func Load(ctx context.Context, opts Options, patterns ...string) ([]*packages.Package, error) {
	roots, err := List(ctx, opts, patterns...)
	if err != nil || opts.Compiled {
		return roots, err
	}
	return roots, NewTypes().Add(ctx, opts, roots)
}
