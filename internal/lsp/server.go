package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A server is one conversation with one editor.
type server struct {
	rules   []*rule.Rule
	version string
	conn    *jsonrpc2.Conn
	done    context.CancelFunc
	ctx     context.Context

	mu          sync.Mutex
	initialized bool
	shutdown    bool
	exit        int
	caps        capabilities
	inBytes     bool // positions count bytes
	options     json.RawMessage
	folders     []string             // resolved
	given       map[string]string    // how the editor names a resolved folder
	docs        map[string]*document // by resolved name
	roots       map[string]*root     // by directory
	shown       map[string]published // by file
	calls       map[string]func()    // cancels, by the ID of a request or a progress token
	told        map[string]bool      // messages that were shown once
	tokens      int
	waiting     sync.WaitGroup
}

// Serve speaks the protocol over a stream until the editor ends the conversation,
// and returns the exit code that it asks for: 0 after shutdown, 1 without.
func Serve(ctx context.Context, in io.Reader, out io.Writer, rules []*rule.Rule, version string) int {
	ctx, done := context.WithCancel(ctx)
	defer done()
	s := &server{
		rules: rules, version: version, ctx: ctx, done: done, exit: 1,
		given: map[string]string{}, docs: map[string]*document{}, roots: map[string]*root{}, shown: map[string]published{},
		calls: map[string]func(){}, told: map[string]bool{},
	}
	stream := jsonrpc2.NewBufferedStream(duplex{in, out}, jsonrpc2.VSCodeObjectCodec{})
	s.conn = jsonrpc2.NewConn(ctx, stream, handler{s}, jsonrpc2.SetLogger(quiet{}))
	select {
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
	}
	done()
	s.mu.Lock()
	code := s.exit
	s.mu.Unlock()
	s.waiting.Wait()
	return code
}

type duplex struct {
	io.Reader
	io.Writer
}

func (duplex) Close() error { return nil }

type quiet struct{}

func (quiet) Printf(string, ...any) {}

// A handler takes messages in the order in which they arrive. Notifications are
// carried out before the next message is read, since requests after a change are
// about the changed text; requests are answered side by side.
type handler struct{ s *server }

func (h handler) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	s := h.s
	if req.Notif {
		defer func() { _ = recover() }() // there is nobody to tell
		s.notified(req.Method, req.Params)
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	id := "id " + req.ID.String()
	s.mu.Lock()
	s.calls[id] = cancel
	s.mu.Unlock()
	answer := func() {
		defer func() {
			s.mu.Lock()
			delete(s.calls, id)
			s.mu.Unlock()
			cancel()
		}()
		result, err := s.guarded(ctx, req.Method, req.Params)
		if err != nil {
			var e *jsonrpc2.Error
			if !errors.As(err, &e) {
				e = &jsonrpc2.Error{Code: codeInternal, Message: err.Error()}
			}
			if ctx.Err() != nil && s.ctx.Err() == nil {
				e = &jsonrpc2.Error{Code: codeRequestCancelled, Message: "cancelled"}
			}
			_ = conn.ReplyWithError(s.ctx, req.ID, e)
			return
		}
		if result == nil {
			result = json.RawMessage("null")
		}
		_ = conn.Reply(s.ctx, req.ID, result)
	}
	switch req.Method {
	case "initialize", "shutdown":
		answer()
	default:
		s.waiting.Go(answer)
	}
}

// guarded answers a request; a panic costs that request alone.
func (s *server) guarded(ctx context.Context, method string, params *json.RawMessage) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value of a panic could quote source text; only its type is safe.
			result, err = nil, &jsonrpc2.Error{Code: codeInternal, Message: fmt.Sprintf("panic in %s (%T); please report it with `klaviyolint version`", method, p)}
		}
	}()
	s.mu.Lock()
	ready, over := s.initialized, s.shutdown
	s.mu.Unlock()
	switch {
	case !ready && method != "initialize":
		return nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "the server is not initialized"}
	case over:
		return nil, &jsonrpc2.Error{Code: codeInvalidRequest, Message: "the server is shut down"}
	}
	call := methods[method]
	if call == nil {
		return nil, &jsonrpc2.Error{Code: codeMethodNotFound, Message: "no method " + method}
	}
	return call(s, ctx, params)
}

// methods are those that are answered. It is filled where they are written.
var methods = map[string]func(*server, context.Context, *json.RawMessage) (any, error){}

// on adds a method whose parameters are of a type.
func on[P any](method string, f func(*server, context.Context, *P) (any, error)) {
	methods[method] = func(s *server, ctx context.Context, raw *json.RawMessage) (any, error) {
		p := new(P)
		if raw != nil {
			if err := json.Unmarshal(*raw, p); err != nil {
				return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: err.Error()}
			}
		}
		return f(s, ctx, p)
	}
}

// notified carries out a notification. One that is broken or unknown is dropped, as
// the protocol asks.
func (s *server) notified(method string, raw *json.RawMessage) {
	params := func(p any) bool { return raw != nil && json.Unmarshal(*raw, p) == nil }
	var doc documentParams
	switch method {
	case "exit":
		s.mu.Lock()
		if s.shutdown {
			s.exit = 0
		}
		s.mu.Unlock()
		s.done()
		_ = s.conn.Close()
	case "initialized":
		s.started()
	case "textDocument/didOpen":
		if params(&doc) {
			s.opened(doc.TextDocument)
		}
	case "textDocument/didChange":
		if params(&doc) {
			s.changed(&doc)
		}
	case "textDocument/didSave":
		if params(&doc) {
			s.saved(&doc)
		}
	case "textDocument/didClose":
		if params(&doc) {
			s.closed(doc.TextDocument.URI)
		}
	case "workspace/didChangeWatchedFiles", "workspace/didRenameFiles", "workspace/didDeleteFiles", "workspace/didCreateFiles":
		var p struct {
			Changes []struct{ URI string }                 `json:"changes"`
			Files   []struct{ URI, OldURI, NewURI string } `json:"files"`
		}
		if params(&p) {
			var uris []string
			for _, c := range p.Changes {
				uris = append(uris, c.URI)
			}
			for _, f := range p.Files {
				uris = append(uris, f.URI, f.OldURI, f.NewURI)
			}
			s.watched(uris)
		}
	case "workspace/didChangeConfiguration":
		var p struct {
			Settings json.RawMessage `json:"settings"`
		}
		if params(&p) {
			s.configured(p.Settings)
		}
	case "workspace/didChangeWorkspaceFolders":
		var p struct {
			Event struct{ Added, Removed []folder } `json:"event"`
		}
		if params(&p) {
			s.foldersChanged(p.Event.Added, p.Event.Removed)
		}
	case "$/cancelRequest":
		var p struct {
			ID jsonrpc2.ID `json:"id"`
		}
		if params(&p) {
			s.cancel("id " + p.ID.String())
		}
	case "window/workDoneProgress/cancel":
		var p struct {
			Token any `json:"token"`
		}
		if params(&p) {
			s.cancel(fmt.Sprint("token ", p.Token))
		}
	}
}

func (s *server) cancel(key string) {
	s.mu.Lock()
	cancel := s.calls[key]
	s.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

// notify sends the editor a notification.
func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(s.ctx, method, params) // an editor that is gone reads nothing
}

// say writes a line into the editor's log, each once.
func (s *server) say(kind int, message string) {
	s.mu.Lock()
	known := s.told[message]
	s.told[message] = true
	s.mu.Unlock()
	if !known {
		s.notify("window/logMessage", map[string]any{"type": kind, "message": "klaviyolint: " + message})
	}
}
