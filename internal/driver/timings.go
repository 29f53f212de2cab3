package driver

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/tools/go/analysis"
)

// Timings say where the time of a run went. Give [Options] one to fill it.
type Timings struct {
	phases []phase
	dirs   int
	files  atomic.Int64
	bytes  atomic.Int64
	loaded int

	mu        sync.Mutex // guards the maps: analyzers run side by side
	analyzers map[string]time.Duration
	packages  map[string]time.Duration
}

type phase struct {
	name string
	took time.Duration
}

// start begins a phase; the returned function ends it. Both do nothing without
// timings.
func (t *Timings) start(name string) func() {
	if t == nil {
		return func() {}
	}
	began := time.Now()
	return func() { t.phase(name, time.Since(began)) }
}

// phase notes one that has ended.
func (t *Timings) phase(name string, took time.Duration) {
	if t != nil {
		t.phases = append(t.phases, phase{name, took})
	}
}

// read counts a file of the byte scan.
func (t *Timings) read(size int) {
	if t != nil {
		t.files.Add(1)
		t.bytes.Add(int64(size))
	}
}

func (t *Timings) ran(a *analysis.Analyzer, pkg string, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.analyzers == nil {
		t.analyzers, t.packages = map[string]time.Duration{}, map[string]time.Duration{}
	}
	t.analyzers[a.Name] += took
	t.packages[pkg] += took
}

// slowest is how many packages the report names.
const slowest = 5

// Print writes the phases in the order in which they ended, then the analyzers
// and the packages that took longest. Analyzers run side by side, so that
// their times add up to more than the phase.
func (t *Timings) Print(w io.Writer) {
	row := func(name string, took time.Duration, note string) {
		fmt.Fprintf(w, "%-32s %9.1f ms  %s\n", name, float64(took.Microseconds())/1000, note)
	}
	for _, p := range t.phases {
		note := ""
		switch p.name {
		case "scan":
			n := t.files.Load()
			note = fmt.Sprintf("%s, %s, %.1f MB", count(t.dirs, "directory", "directories"), count(int(n), "file", "files"), float64(t.bytes.Load())/1e6)
			if n > 0 && p.took > 0 {
				note += fmt.Sprintf(" (%d ns a file, %.0f MB/s)", p.took.Nanoseconds()/n, float64(t.bytes.Load())/1e6/p.took.Seconds())
			}
		case "side files":
			note = "beside the others"
		case "load":
			note = count(t.loaded, "package", "packages") + " with syntax"
		}
		row(p.name, p.took, note)
	}
	for _, list := range []struct {
		kind string
		of   map[string]time.Duration
		most int
	}{{"analyzer", t.analyzers, len(t.analyzers)}, {"package", t.packages, slowest}} {
		names := slices.SortedFunc(maps.Keys(list.of), func(a, b string) int {
			return cmp.Or(cmp.Compare(list.of[b], list.of[a]), cmp.Compare(a, b))
		})
		for _, n := range names[:min(list.most, len(names))] {
			row("  "+list.kind+" "+n, list.of[n], "")
		}
	}
}
