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
const patience = 2 * time.Second

// A ticker shows on a terminal what a slow run is busy with, on one line that
// is wiped in the end.
type ticker struct {
	w     io.Writer
	mu    sync.Mutex
	what  string
	begin *time.Timer
	shown bool
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
	t.what = what
	if t.shown {
		t.show()
	}
}

func (t *ticker) show() {
	if t.w != nil {
		t.shown = true
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
