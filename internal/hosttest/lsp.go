package hosttest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// hang is how long a language server may keep a test waiting. It only ends tests
// that would never end.
const hang = 5 * time.Minute

// An LSP is a client of a language server, as much of one as tests of diagnostics
// and quick fixes need.
type LSP struct {
	t      testing.TB
	ctx    context.Context
	conn   *jsonrpc2.Conn
	exited chan error // receives what the process ended with
	stderr *lockedBuffer

	mu        sync.Mutex
	published map[string]Published // by URI
	news      chan struct{}        // closed and replaced when something is published
	versions  map[string]int       // of open documents, by URI
	text      map[string]string
}

// Published is what a server has said last about a document.
type Published struct {
	Version     int
	Diagnostics []Diagnostic
}

// A Diagnostic is one of the protocol.
type Diagnostic struct {
	Range           Range            `json:"range"`
	Severity        int              `json:"severity,omitempty"`
	Code            any              `json:"code,omitempty"`
	CodeDescription *CodeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source,omitempty"`
	Message         string           `json:"message"`
	Data            json.RawMessage  `json:"data,omitempty"`
}

// A CodeDescription links to what a code means.
type CodeDescription struct {
	Href string `json:"href"`
}

// A Range of a document. Its end is exclusive.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// A Position counts from zero, in UTF-16 code units.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// A CodeAction is something that an editor offers to do.
type CodeAction struct {
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Edit  struct {
		Changes         map[string][]TextEdit `json:"changes"`
		DocumentChanges []struct {
			TextDocument struct {
				URI string `json:"uri"`
			} `json:"textDocument"`
			Edits []TextEdit `json:"edits"`
		} `json:"documentChanges"`
	} `json:"edit"`
}

// A TextEdit replaces a range.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// StartLSP runs a language server in dir and shakes hands with it; root is the
// folder that the editor has open, or "". The server ends with the test.
func StartLSP(t testing.TB, dir, root string, env []string, command string, args ...string) *LSP {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.Command(command, args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), env...)
	l := &LSP{
		t: t, ctx: ctx, exited: make(chan error, 1), stderr: new(lockedBuffer),
		published: map[string]Published{}, news: make(chan struct{}), versions: map[string]int{}, text: map[string]string{},
	}
	cmd.Stderr = l.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	l.conn = jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(pipe{out, in}, jsonrpc2.VSCodeObjectCodec{}), l)
	t.Cleanup(func() {
		l.end(cmd.Process)
		cancel()
	})
	go func() {
		<-l.conn.DisconnectNotify() // Wait must not close the pipe under a reader
		l.exited <- cmd.Wait()
	}()

	params := map[string]any{
		"processId": nil,
		"rootUri":   nil,
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "workspaceEdit": map[string]any{"documentChanges": true}},
			"textDocument": map[string]any{
				"publishDiagnostics": map[string]any{"versionSupport": true, "codeDescriptionSupport": true, "dataSupport": true},
				"codeAction": map[string]any{
					"dataSupport":              true,
					"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}},
				},
			},
		},
	}
	if root != "" {
		params["rootUri"] = URI(root)
		params["workspaceFolders"] = []any{map[string]any{"uri": URI(root), "name": filepath.Base(root)}}
	}
	l.Call("initialize", params, nil)
	l.notify("initialized", struct{}{})
	return l
}

// Open opens a document with a text, which need not be that of the file.
func (l *LSP) Open(file, text string) {
	l.t.Helper()
	l.mu.Lock()
	l.versions[URI(file)], l.text[URI(file)] = 1, text
	l.mu.Unlock()
	l.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": URI(file), "languageId": "go", "version": 1, "text": text,
	}})
}

// OpenFile opens a document as it is on disk, and returns its text.
func (l *LSP) OpenFile(file string) string {
	l.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		l.t.Fatal(err)
	}
	l.Open(file, string(text))
	return string(text)
}

// Change replaces the whole text of an open document and returns its version.
func (l *LSP) Change(file, text string) int {
	l.t.Helper()
	l.mu.Lock()
	l.versions[URI(file)]++
	v := l.versions[URI(file)]
	l.text[URI(file)] = text
	l.mu.Unlock()
	l.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": URI(file), "version": v},
		"contentChanges": []any{map[string]any{"text": text}},
	})
	return v
}

// Text returns the text of an open document.
func (l *LSP) Text(file string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text[URI(file)]
}

// Wait waits until what the server has published about the document's present
// version satisfies ok, and returns it.
func (l *LSP) Wait(file string, ok func([]Diagnostic) bool) []Diagnostic {
	l.t.Helper()
	late := time.After(hang)
	for {
		l.mu.Lock()
		p, news, v := l.published[URI(file)], l.news, l.versions[URI(file)]
		l.mu.Unlock()
		if p.Version == v && ok(p.Diagnostics) {
			return p.Diagnostics
		}
		select {
		case <-news:
		case err := <-l.exited:
			l.exited <- err
			l.t.Fatalf("the server has ended: %v\n%s", err, l.stderr)
		case <-late:
			l.t.Fatalf("%s: waited in vain for version %d; last was version %d with %+v\n%s", file, v, p.Version, p.Diagnostics, l.stderr)
		}
	}
}

// Last returns what the server has published last about a document.
func (l *LSP) Last(file string) Published {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.published[URI(file)]
}

// Files returns the files about which the server has published something.
func (l *LSP) Files() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var files []string
	for uri, p := range l.published {
		if u, err := url.Parse(uri); err == nil && len(p.Diagnostics) > 0 {
			files = append(files, filepath.FromSlash(u.Path))
		}
	}
	slices.Sort(files)
	return files
}

// Fixes returns the quick fixes that the server offers for a diagnostic.
func (l *LSP) Fixes(file string, d Diagnostic) []CodeAction {
	l.t.Helper()
	var actions []CodeAction
	l.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": URI(file)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []Diagnostic{d}, "only": []string{"quickfix"}},
	}, &actions)
	return actions
}

// Apply returns the text of an open document after an action that changes
// nothing else. The document itself stays as it is.
func (l *LSP) Apply(file string, a CodeAction) string {
	l.t.Helper()
	edits := a.Edit.Changes[URI(file)]
	n := len(a.Edit.Changes)
	for _, c := range a.Edit.DocumentChanges {
		n++
		if c.TextDocument.URI == URI(file) {
			edits = c.Edits
		}
	}
	if n != 1 || len(edits) == 0 {
		l.t.Fatalf("%q changes %d files, of %s %d places", a.Title, n, file, len(edits))
	}
	return ApplyEdits(l.Text(file), edits)
}

// Call makes a request and waits for the reply.
func (l *LSP) Call(method string, params, result any) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.ctx, hang)
	defer cancel()
	if err := l.conn.Call(ctx, method, params, result); err != nil {
		l.t.Fatalf("%s: %v\n%s", method, err, l.stderr)
	}
}

func (l *LSP) notify(method string, params any) {
	l.t.Helper()
	if err := l.conn.Notify(l.ctx, method, params); err != nil {
		l.t.Fatalf("%s: %v\n%s", method, err, l.stderr)
	}
}

// Handle takes what the server sends. It is called in the order of arrival.
func (l *LSP) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	if req.Method == "textDocument/publishDiagnostics" && req.Params != nil {
		var p struct {
			URI string `json:"uri"`
			Published
		}
		if err := json.Unmarshal(*req.Params, &p); err == nil {
			l.mu.Lock()
			l.published[plain(p.URI)] = p.Published
			close(l.news)
			l.news = make(chan struct{})
			l.mu.Unlock()
		}
	}
	if req.Notif {
		return
	}
	var result any
	if req.Method == "workspace/configuration" && req.Params != nil {
		var p struct{ Items []any }
		if err := json.Unmarshal(*req.Params, &p); err == nil {
			result = make([]any, len(p.Items)) // no settings: null for each
		}
	}
	_ = conn.Reply(ctx, req.ID, result)
}

// end asks the server to leave, and makes it leave.
func (l *LSP) end(p *os.Process) {
	ctx, cancel := context.WithTimeout(l.ctx, hang)
	defer cancel()
	var null any
	if l.conn.Call(ctx, "shutdown", nil, &null) == nil {
		_ = l.conn.Notify(ctx, "exit", nil)
	}
	select {
	case <-l.conn.DisconnectNotify():
	case <-ctx.Done():
	}
	_ = p.Kill()
	_ = l.conn.Close()
	<-l.exited //nolint:errcheck // it was told to end
}

// Stderr returns what the server has written to its standard error.
func (l *LSP) Stderr() string { return l.stderr.String() }

// URI returns the URI of a file.
func URI(file string) string {
	file = filepath.ToSlash(file)
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // C:/dir
	}
	return (&url.URL{Scheme: "file", Path: file}).String()
}

// plain writes a URI as [URI] does: servers escape more characters or fewer.
func plain(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	return URI(u.Path)
}

// pipe is the standard output and input of a process.
type pipe struct {
	io.ReadCloser
	in io.WriteCloser
}

func (p pipe) Write(b []byte) (int, error) { return p.in.Write(b) }

func (p pipe) Close() error { return p.in.Close() }

// lockedBuffer can be read while a process writes to it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
