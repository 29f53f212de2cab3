package driver

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// grace is how long a run that was interrupted may take to end by itself. What is
// at work after it is left alone, and what was found before is the result.
const grace = 300 * time.Millisecond

// A journal holds what rules have said so far, for runs that are cut short.
type journal struct {
	mu     sync.Mutex
	closed bool
	ended  map[string]int // rules that are through, by package
	said   []saying
	hits   []hit
	judged int // packages to be judged
}

type saying struct {
	rule *rule.Rule
	pkg  *packages.Package
	diag analysis.Diagnostic
}

// expect notes how many packages are to be judged.
func (j *journal) expect(n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.judged = n
}

// hit notes findings outside packages.
func (j *journal) hit(hits ...hit) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed {
		j.hits = append(j.hits, hits...)
	}
}

// write has what a rule says of a package noted when it is through with it.
func (j *journal) write(ctx context.Context, r *rule.Rule, byTypes func(*analysis.Pass) *packages.Package, run bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		var said []saying
		pkg := byTypes(pass)
		p := *pass
		p.Report = func(d analysis.Diagnostic) {
			said = append(said, saying{r, pkg, d})
			pass.Report(d)
		}
		result, err := run(&p)
		if pkg != nil && ctx.Err() == nil { // else it did not come to its end
			j.mu.Lock()
			defer j.mu.Unlock()
			if !j.closed {
				j.said = append(j.said, said...)
				j.ended[pkg.PkgPath]++
			}
		}
		return result, err
	}
}

// Run analyses what the options name. The result is there even when the error
// is not nil. Only a context that has ended returns an error: then the result
// holds what was found until then, and its Partial says how far the run came.
// Whatever else goes wrong is among the tool errors, beside the findings that
// could still be had.
func Run(ctx context.Context, opts Options) (*Result, error) {
	j := &journal{ended: map[string]int{}}
	run := newRun(opts, j)
	type answer struct {
		result *Result
		err    error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				// The value of a panic could quote source text; only its type is safe.
				a.result = &Result{ToolErrors: []ToolError{{Message: fmt.Sprintf("panic (%T); please report it with `klaviyolint version`", p)}}}
			}
			done <- a
		}()
		if s := opts.Session; s != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
		}
		a.result, a.err = run.do(ctx)
	}()
	select {
	case a := <-done:
		if a.err == nil {
			return a.result, nil
		}
	case <-ctx.Done():
		select {
		case a := <-done:
			if a.err == nil {
				return a.result, nil
			}
		case <-time.After(grace):
		}
	}
	return run.partial(), ctx.Err()
}

// partial makes a result of what the journal holds.
func (r *run) partial() *Result {
	j := r.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	res := &Result{RepoRoot: repoRoot(r.opts.Dir)}
	opts := r.opts
	w, _ := findWorkspace(opts.Dir)
	w.overlay = opts.Overlay
	c := newCollector(&opts, w, res)
	for _, s := range j.said {
		c.diagnostic(s.rule, s.pkg, s.diag)
	}
	for _, h := range j.hits {
		if !c.silenced(h.FileFinding) {
			res.Findings = append(res.Findings, c.fileFinding(h.rule, h.FileFinding))
		}
	}
	c.finish()
	through := 0
	for _, n := range j.ended {
		if n == len(opts.Rules) {
			through++
		}
	}
	switch {
	case j.judged > 0:
		res.Partial = fmt.Sprintf("%d of %s judged", through, count(j.judged, "package", "packages"))
	default:
		res.Partial = "no package judged"
	}
	return res
}
