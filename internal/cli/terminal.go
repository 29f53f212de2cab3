package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// patience is how long a person waits before the first sign of life.
const patience = time.Second

// A ticker shows on a terminal what a slow run is busy with, on one line that
// is wiped in the end.
type ticker struct {
	w     io.Writer
	mu    sync.Mutex
	what  string
	begin *time.Timer
	shown bool
	told  string
	lines bool // each step has a line that stays
	last  time.Time
}

// progress returns a ticker for stderr, one that says nothing where nobody
// watches.
func (e *env) progress() *ticker {
	t := &ticker{}
	if isTerminal(e.stderr) {
		t.w = e.stderr
		t.begin = time.AfterFunc(patience, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.show()
		})
	}
	return t
}

func (t *ticker) say(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.what
	t.what = what
	switch {
	case t.w == nil:
	case t.lines && step(t.what, t.told):
		t.told = what
		fmt.Fprintf(t.w, "klaviyolint: %s\n", what)
	case t.shown && (step(what, before) || time.Since(t.last) >= blink):
		t.show()
	}
}

// blink is how long a count stays at least: terminals are slow.
const blink = 50 * time.Millisecond

// step reports whether a line says more than the one before: counting on does not,
// until the end is reached.
func step(what, before string) bool {
	var n, all, was int
	var verb, wasVerb string
	if _, err := fmt.Sscanf(what, "%s %d of %d", &verb, &n, &all); err != nil {
		return what != before
	}
	_, _ = fmt.Sscanf(before, "%s %d of %d", &wasVerb, &was, new(int))
	return verb != wasVerb || n == all || n-was >= max(all/4, 1)
}

func (t *ticker) show() {
	if t.w != nil {
		t.shown, t.last = true, time.Now()
		fmt.Fprintf(t.w, "\r\x1b[Kklaviyolint: %s ...", t.what)
	}
}

func (t *ticker) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.begin != nil {
		t.begin.Stop()
	}
	if t.shown {
		fmt.Fprint(t.w, "\r\x1b[K")
	}
	t.w = nil
}
