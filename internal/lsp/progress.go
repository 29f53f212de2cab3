package lsp

import (
	"fmt"
	"path/filepath"
	"sync"
	"time"
)

// patience is how long a run may take before the editor shows that it is at work.
const patience = time.Second

// A progress is shown by the editor while a run is at work.
type progress struct {
	s     *server
	token string
	title string

	mu    sync.Mutex
	what  string
	timer *time.Timer
	shown bool
	over  bool
}

// progress returns one for a run; cancel is called when a person has enough of it.
func (s *server) progress(dir string, cancel func()) *progress {
	p := &progress{s: s, title: "klaviyolint: " + filepath.Base(dir)}
	s.mu.Lock()
	can := s.caps.Window.WorkDoneProgress
	s.tokens++
	p.token = fmt.Sprint("klaviyolint-", s.tokens)
	if can {
		s.calls["token "+p.token] = cancel
	}
	s.mu.Unlock()
	if can {
		p.timer = time.AfterFunc(patience, p.begin)
	}
	return p
}

func (p *progress) begin() {
	var null any
	if p.s.conn.Call(p.s.ctx, "window/workDoneProgress/create", map[string]any{"token": p.token}, &null) != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.shown = true
	p.report(map[string]any{"kind": "begin", "title": p.title, "cancellable": true, "message": p.what})
}

// say tells what is going on.
func (p *progress) say(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what = what
	if p.shown && !p.over {
		p.report(map[string]any{"kind": "report", "message": what})
	}
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	if p.timer != nil {
		p.timer.Stop()
	}
	if p.shown {
		p.report(map[string]any{"kind": "end"})
	}
	p.s.mu.Lock()
	delete(p.s.calls, "token "+p.token)
	p.s.mu.Unlock()
}

func (p *progress) report(value map[string]any) {
	p.s.notify("$/progress", map[string]any{"token": p.token, "value": value})
}
