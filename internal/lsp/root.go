package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A root is a workspace or module that is judged as one.
type root struct {
	s       *server
	dir     string
	session *driver.Session

	mu       sync.Mutex
	orphaned bool // its folder was closed
	asked    int  // counts changes
	answered int  // the last change that the state knows of
	timer    *time.Timer
	cancel   context.CancelFunc // of the run at work
	settings *config.Settings   // nil when they are to be read again
	broken   error              // what is wrong with them
	state    *state
	news     chan struct{} // closed when the state changes
}

// A state is what one run came to.
type state struct {
	result   *driver.Result
	docs     map[string]*document // that were open
	texts    map[string]*text     // that were read since, by file
	inBytes  bool
	files    map[string][]report.Finding
	troubles map[string][]diagnostic
	mu       sync.Mutex
}

// root returns the root of a directory, and makes it where there is none.
func (s *server) root(dir string) *root {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.roots[dir]
	if r == nil {
		r = &root{s: s, dir: dir, session: driver.NewSession(), news: make(chan struct{})}
		s.roots[dir] = r
	}
	return r
}

func (s *server) allRoots() []*root {
	var out []*root
	for _, r := range s.roots {
		out = append(out, r)
	}
	return out
}

// begin judges the roots of a folder.
func (s *server) begin(folder string) {
	for _, dir := range rootsBelow(folder) {
		s.root(dir).wake(0)
	}
}

func repoOf(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// wake has the root judged after a while; a run at work is of no use any more.
func (r *root) wake(after time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.orphaned {
		return
	}
	r.asked++
	if r.cancel != nil {
		r.cancel()
	}
	if r.timer != nil {
		r.timer.Stop()
	}
	r.timer = time.AfterFunc(after, r.run)
}

// stop ends what goes on.
func (r *root) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.timer != nil {
		r.timer.Stop()
	}
	if r.cancel != nil {
		r.cancel()
	}
}

// unsettle has the settings read again.
func (r *root) unsettle() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settings = nil
}

// run judges the root, unless another change comes first.
func (r *root) run() {
	defer func() { _ = recover() }()
	ctx, cancel := context.WithCancel(r.s.ctx)
	defer cancel()
	r.mu.Lock()
	change := r.asked
	r.cancel = cancel
	r.mu.Unlock()
	texts, docs := r.s.overlay()
	settings, broken := r.configuration(texts)
	st := &state{docs: docs, texts: map[string]*text{}, inBytes: r.s.inBytes, files: map[string][]report.Finding{}, troubles: map[string][]diagnostic{}}
	if broken != nil {
		// No findings under a configuration that was refused.
		st.result = &driver.Result{}
	} else {
		progress := r.s.progress(r.dir, cancel)
		result, err := driver.Run(ctx, driver.Options{
			Dir: r.dir, Patterns: patterns(r.dir), Tests: true,
			Rules: enabled(r.s.rules, settings), Helpers: []*analysis.Analyzer{requests.Analyzer},
			Settings: settings, Overlay: texts, Session: r.session, Progress: progress.say,
		})
		progress.end()
		if err != nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.asked == change && r.s.ctx.Err() == nil {
				// A person has cancelled it: what was known stays.
				r.answered = change
				close(r.news)
				r.news = make(chan struct{})
			}
			return
		}
		st.result = result
	}
	for _, f := range st.result.Findings {
		if f.Severity >= settings.For(filepath.Dir(f.File)).Severity {
			st.files[f.File] = append(st.files[f.File], f)
		}
	}
	r.troubles(st, broken)
	r.mu.Lock()
	late := r.asked != change || r.orphaned
	r.mu.Unlock()
	if late {
		return
	}
	// Before requests are answered: who asks knows that all is sent.
	r.s.publishAll(r, st)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state, r.answered = st, change
	close(r.news)
	r.news = make(chan struct{})
}

// fresh returns the state after all that has changed until now.
func (r *root) fresh(ctx context.Context) (*state, error) {
	r.mu.Lock()
	want := r.asked
	r.mu.Unlock()
	if want == 0 {
		r.wake(0)
		want = 1
	}
	for {
		r.mu.Lock()
		st, ok, news := r.state, r.answered >= want && r.state != nil, r.news
		r.mu.Unlock()
		if ok {
			return st, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-r.s.ctx.Done():
			return nil, r.s.ctx.Err()
		}
	}
}

// configuration returns the settings in force, and what is wrong with them.
func (r *root) configuration(texts map[string][]byte) (*config.Settings, error) {
	r.s.mu.Lock()
	options := r.s.options
	r.s.mu.Unlock()
	// What is wrong in a file that is being written shows at once. It counts when it
	// is saved.
	name := filepath.Join(r.dir, config.FileName)
	if text, ok := texts[name]; ok {
		if _, err := config.Parse(text, name); err != nil {
			return config.Default(), err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.settings != nil {
		return r.settings, r.broken
	}
	var tree any
	if len(options) > 0 {
		_ = json.Unmarshal(options, &tree)
	}
	if m, ok := tree.(map[string]any); !ok || len(m) == 0 {
		tree = nil
	}
	var s *config.Settings
	var err error
	if tree == nil {
		s, err = config.InForce(r.dir)
	} else {
		s, err = config.FromHost(tree, "initializationOptions", r.dir)
	}
	if s == nil {
		s = config.Default()
	}
	for _, each := range s.Each() {
		each.Host = config.Host{Name: "klaviyolint", UnsafeFixes: true, Editor: true, OtherFiles: true}
	}
	r.settings, r.broken = s, err
	return s, err
}

func enabled(rules []*rule.Rule, s *config.Settings) []*rule.Rule {
	var out []*rule.Rule
	for _, r := range rules {
		if slices.ContainsFunc(s.Each(), func(s *config.Settings) bool { return s.Enabled(r.Doc.Name) }) {
			out = append(out, r)
		}
	}
	return out
}

// troubles sorts what kept the tool from its work: what has a place is shown there,
// the rest goes into the log. Errors of the code itself are for the server of the
// language to show.
func (r *root) troubles(st *state, broken error) {
	add := func(file string, line, col int, message string) {
		t := st.text(file)
		at := t.at(max(line, 1), max(col, 1))
		end := at
		if _, s := t.line(at.Line); col <= 0 {
			end.Character = t.units(s)
		}
		st.troubles[file] = append(st.troubles[file], diagnostic{
			Range: span{at, end}, Severity: severityError, Source: "klaviyolint", Code: "trouble", Message: message,
		})
	}
	var list config.Mistakes
	switch {
	case errors.As(broken, &list):
		for _, m := range list {
			if m.File == "" {
				r.s.say(messageWarning, m.Error())
				continue
			}
			add(resolved(m.File), m.Line, m.Col, m.Message)
		}
	case broken != nil:
		r.s.say(messageWarning, broken.Error())
	}
	for _, e := range st.result.ToolErrors {
		switch {
		case e.Code:
		case e.File != "" && regular(e.File):
			add(e.File, e.Line, e.Col, e.Message)
		case e.Message != "./...: the pattern names no Go file":
			r.s.say(messageWarning, fmt.Sprintf("%s: %s", r.dir, e.Message))
		}
	}
}

// text returns a file as it was judged.
func (st *state) text(file string) *text {
	if d := st.docs[file]; d != nil {
		return d.text
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	t := st.texts[file]
	if t == nil {
		data, err := os.ReadFile(file)
		if err != nil {
			data = nil
		}
		t = newText(string(data), st.inBytes)
		st.texts[file] = t
	}
	return t
}
