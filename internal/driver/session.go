package driver

import (
	"context"
	"crypto/sha256"
	"fmt"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/load"
)

// A Session keeps what one run learns for the next one over the same code, in a
// program that runs for long: what the go command says of packages, types, and
// what analyzers found in packages of which nothing has changed. A run with a
// session finds what a run without finds.
//
// Runs with one session wait for each other.
type Session struct {
	mu    sync.Mutex
	types *load.Types
	nodes map[string]scanned  // what the scan saw, by directory
	faces map[string]surfaced // surfaces, by directory

	question string // which the list answers
	listed   []*packages.Package

	basis   string // what findings depend on besides packages
	outcome map[step]*outcome
	used    map[step]bool

	ctx atomic.Pointer[context.Context] // of the present run
}

// done is closed when nobody waits for the present run. What is asked between runs,
// of what the last one left, is answered whole.
func (s *Session) done() <-chan struct{} {
	if ctx := s.ctx.Load(); ctx != nil {
		return (*ctx).Done()
	}
	return nil
}

// NewSession returns a session that knows nothing yet.
func NewSession() *Session {
	return &Session{types: load.NewTypes(), nodes: map[string]scanned{}, faces: map[string]surfaced{}, outcome: map[step]*outcome{}}
}

type scanned struct {
	stamp string
	node  node
}

type surfaced struct {
	stamp   string
	surface *surface
}

// A step is one analyzer at work on one package. Types that have not changed keep
// their object, so that it stands for a package and all below it.
type step struct {
	analyzer string
	pkg      *types.Package
}

// An outcome is what a step came to.
type outcome struct {
	result      any
	diagnostics []analysis.Diagnostic
	objects     []analysis.ObjectFact
	packages    []analysis.Fact
}

// begin starts a run over packages, whose outcomes stand on the given basis.
func (s *Session) begin(basis string) {
	if s.basis != basis {
		s.basis, s.outcome = basis, map[step]*outcome{}
	}
	s.used = map[step]bool{}
}

// end forgets what the run had no use for.
func (s *Session) end() {
	maps.DeleteFunc(s.outcome, func(k step, _ *outcome) bool { return !s.used[k] })
}

// remember has an analyzer run once for each state of a package. What is cut short,
// and what it has asked helpers meanwhile, is not remembered.
func (s *Session) remember(ctx context.Context, lock *sync.Mutex, a *analysis.Analyzer, run bind.Run) bind.Run {
	if a == config.Analyzer {
		return run // it costs nothing, and knows where errors of this run go
	}
	return func(pass *analysis.Pass) (any, error) {
		key := step{a.Name, pass.Pkg}
		lock.Lock()
		known := s.outcome[key]
		s.used[key] = true
		lock.Unlock()
		if known != nil {
			for _, f := range known.objects {
				pass.ExportObjectFact(f.Object, f.Fact)
			}
			for _, f := range known.packages {
				pass.ExportPackageFact(f)
			}
			for _, d := range known.diagnostics {
				pass.Report(d)
			}
			return known.result, nil
		}
		fresh := new(outcome)
		p := *pass
		p.Report = func(d analysis.Diagnostic) {
			fresh.diagnostics = append(fresh.diagnostics, d)
			pass.Report(d)
		}
		p.ExportObjectFact = func(o types.Object, f analysis.Fact) {
			fresh.objects = append(fresh.objects, analysis.ObjectFact{Object: o, Fact: f})
			pass.ExportObjectFact(o, f)
		}
		p.ExportPackageFact = func(f analysis.Fact) {
			fresh.packages = append(fresh.packages, f)
			pass.ExportPackageFact(f)
		}
		var err error
		if fresh.result, err = run(&p); err != nil {
			return fresh.result, err
		}
		lock.Lock()
		defer lock.Unlock()
		if ctx.Err() != nil {
			maps.DeleteFunc(s.outcome, func(k step, _ *outcome) bool { return k.pkg.Path() == pass.Pkg.Path() })
			return fresh.result, nil
		}
		s.outcome[key] = fresh
		return fresh.result, nil
	}
}

// list asks the go command, unless it has answered the same question already:
// about the same patterns and flags, the same files with the same package and
// import clauses, and the same module files.
func (s *Session) list(opts load.Options, nodes map[string]*node, w *workspace, patterns []string, ask func() ([]*packages.Package, error)) ([]*packages.Package, error) {
	h := sha256.New()
	fmt.Fprintln(h, patterns, opts.Dir, opts.BuildFlags, opts.Tests)
	for _, dir := range slices.Sorted(maps.Keys(nodes)) {
		fmt.Fprintf(h, "%s %x\n", dir, nodes[dir].clauses)
	}
	var files []string
	for _, m := range w.modules {
		for _, name := range []string{"go.mod", "go.sum", filepath.Join("vendor", "modules.txt")} {
			files = append(files, filepath.Join(m.dir, name))
		}
	}
	if w.goWork != "" {
		files = append(files, w.goWork, w.goWork+".sum")
	}
	for _, name := range files {
		fmt.Fprintln(h, name, stampOf(name))
	}
	question := fmt.Sprintf("%x", h.Sum(nil))
	if question != s.question || s.listed == nil {
		listed, err := ask()
		if err != nil {
			return nil, err
		}
		s.question, s.listed = question, listed
		if slices.ContainsFunc(listed, func(p *packages.Package) bool { return len(p.Errors) > 0 }) {
			// What is wrong may be mended by a download, which leaves no trace here.
			defer func() { s.question = "" }()
		}
	}
	return copyGraph(s.listed), nil
}

// copyGraph copies packages with all they import: loading fills them in.
func copyGraph(roots []*packages.Package) []*packages.Package {
	copies := map[*packages.Package]*packages.Package{}
	var visit func(p *packages.Package) *packages.Package
	visit = func(p *packages.Package) *packages.Package {
		if c := copies[p]; c != nil {
			return c
		}
		c := *p
		copies[p] = &c
		c.Errors = slices.Clone(p.Errors)
		c.Imports = make(map[string]*packages.Package, len(p.Imports))
		for path, dep := range p.Imports {
			c.Imports[path] = visit(dep)
		}
		return &c
	}
	out := make([]*packages.Package, len(roots))
	for i, p := range roots {
		out[i] = visit(p)
	}
	return out
}

// stampOf tells one state of a file from another.
func stampOf(name string) string {
	info, err := os.Stat(name)
	if err != nil {
		return "none"
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// dirStamp tells one state of the Go files of a directory from another.
func (w *workspace) dirStamp(read *folders, dir string) string {
	h := sha256.New()
	entries, _ := read.read(dir)
	for _, e := range entries {
		if !isGoFile(e) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		fmt.Fprint(h, e.Name(), " ")
		if text, ok := w.overlay[name]; ok {
			sum := sha256.Sum256(text)
			_, _ = h.Write(sum[:])
		} else {
			_, _ = io.WriteString(h, stampOf(name))
		}
	}
	return string(h.Sum(nil))
}
