package load

import (
	"cmp"
	"context"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Types holds the types of packages from one load to the next. Packages of which
// nothing has changed keep theirs, so that objects can be compared over several
// loads. It serves one load at a time.
type Types struct {
	fset  *token.FileSet
	known map[string]*unit // of the last load, by package ID
	files *fileCache
}

// NewTypes returns a holder of types that has none yet.
func NewTypes() *Types {
	return &Types{fset: token.NewFileSet(), known: map[string]*unit{}, files: newFileCache()}
}

// forget takes out of the file set what the units of the last load had and those of
// this one have not. It would grow for ever in a program that runs for long.
func (t *Types) forget(units map[string]*unit) {
	for id, old := range t.known {
		u := units[id]
		if u != nil && u.types == old.types {
			// Nothing of it may hold on to an older load.
			u.old = nil
			continue
		}
		if !old.root {
			for _, f := range old.files {
				drop(t.fset, f.start)
			}
		}
	}
	for _, u := range units {
		u.old, u.users = nil, nil
	}
}

// A unit is a package that is given types.
type unit struct {
	pkg   *packages.Package
	root  bool // checked whole
	state state
	old   *unit // of the last load, in the same state
	files []*file
	paths []string         // of the imports that its types need
	by    map[string]*unit // the packages there
	needs []*unit          // the same, in order
	users []*unit
	left  int // of needs, that are not ready

	types  *types.Package
	listed int // how many of the package's errors are the go command's
}

// Add gives types to packages that [List] returned: whole ones to the packages
// themselves, the visible half to what they import. It returns an error only when
// the context has ended; the types of the packages may be missing then.
func (t *Types) Add(ctx context.Context, opts Options, roots []*packages.Package) error {
	replaced, err := replacedFiles(opts)
	if err != nil {
		return err
	}
	run := &run{
		Types: t, ctx: ctx, sizes: sizes(), progress: opts.Progress,
		units: map[string]*unit{}, cpu: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	t.files.begin(replaced)
	for _, p := range roots {
		run.units[p.ID] = &unit{pkg: p, root: true}
	}
	run.parse(roots)
	if err := ctx.Err(); err != nil {
		return err
	}
	run.link()
	run.check()
	if err := ctx.Err(); err != nil {
		return err
	}
	t.forget(run.units)
	t.known = run.units
	t.files.end(t.fset)
	return nil
}

// A run is one call of Add.
type run struct {
	*Types
	ctx      context.Context
	sizes    types.Sizes
	progress func(done, all int)
	cpu      chan struct{} // bounds what is parsed or checked at a time

	mu    sync.Mutex
	units map[string]*unit
}

// parse reads the packages and, as far as they are needed, what they import.
func (r *run) parse(roots []*packages.Package) {
	var wg sync.WaitGroup
	var visit func(u *unit)
	visit = func(u *unit) {
		wg.Go(func() {
			if r.ctx.Err() != nil {
				return
			}
			u.paths = r.read(u)
			u.by = make(map[string]*unit, len(u.paths))
			var fresh []*unit
			r.mu.Lock()
			for _, path := range u.paths {
				dep := u.pkg.Imports[path]
				if dep == nil || path == "unsafe" || path == "C" {
					continue
				}
				d := r.units[dep.ID]
				if d == nil {
					d = &unit{pkg: dep}
					r.units[dep.ID] = d
					fresh = append(fresh, d)
				}
				u.by[path] = d
			}
			r.mu.Unlock()
			for _, d := range fresh {
				visit(d)
			}
		})
	}
	// Visits add to the units.
	var first []*unit
	for _, p := range roots {
		first = append(first, r.units[p.ID])
	}
	for _, u := range first {
		visit(u)
	}
	wg.Wait()
}

// link counts what each package waits for.
func (r *run) link() {
	for _, u := range r.units {
		seen := map[*unit]bool{}
		for _, d := range u.by {
			if d != u && !seen[d] {
				seen[d] = true
				u.needs = append(u.needs, d)
				d.users = append(d.users, u)
			}
		}
		slices.SortFunc(u.needs, func(a, b *unit) int { return cmp.Compare(a.pkg.ID, b.pkg.ID) })
		u.left = len(u.needs)
	}
}

// check gives types to the packages, each after what it imports.
func (r *run) check() {
	ready := make(chan *unit, len(r.units))
	done := make(chan *unit, len(r.units))
	var workers sync.WaitGroup
	defer workers.Wait() // soon, when the context has ended
	defer close(ready)
	for _, u := range r.units {
		if u.left == 0 {
			ready <- u
		}
	}
	for range min(cap(r.cpu), len(r.units)) {
		workers.Go(func() {
			for u := range ready {
				if r.ctx.Err() == nil {
					r.checkUnit(u)
				}
				done <- u
			}
		})
	}
	for n := range len(r.units) {
		var u *unit
		select {
		case u = <-done:
		case <-r.ctx.Done():
			return
		}
		if r.progress != nil {
			r.progress(n+1, len(r.units))
		}
		for _, user := range u.users {
			if user.left--; user.left == 0 {
				ready <- user
			}
		}
	}
}
