package lsp

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/klaviyolint/klaviyolint/analyzers"
)

// hang ends tests that would never end.
const hang = 4 * time.Minute

// A client is an editor, in the same process as the server.
type client struct {
	t    testing.TB
	conn *jsonrpc2.Conn
	code chan int

	mu        sync.Mutex
	news      chan struct{}
	published map[string]publishParams // by resolved file
	counts    map[string]int
	asked     []string // methods that the server called, in order
	params    map[string][]json.RawMessage
	answer    func(method string, params json.RawMessage) any
	texts     map[string]string
	versions  map[string]int
}

// with is what an editor can do, as JSON.
const (
	able  = `{"window":{"workDoneProgress":true,"showDocument":{"support":true}},"workspace":{"applyEdit":true,"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`
	plain = `{}`
	pulls = `{"workspace":{"diagnostics":{"refreshSupport":true}},"textDocument":{"diagnostic":{}}}`
	bytes = `{"general":{"positionEncodings":["utf-8","utf-16"]}}`
)

func start(t testing.TB, caps, options string, folders ...string) *client {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- Serve(context.Background(), toServer, fromServer, analyzers.All(), "test")
		_ = fromServer.Close()
	}()
	return converse(t, stream{toClient, fromClient}, code, caps, options, folders)
}

// converse begins a conversation with a server that ends with a code.
func converse(t testing.TB, server io.ReadWriteCloser, code chan int, caps, options string, folders []string) *client {
	t.Helper()
	c := &client{
		t: t, code: code, news: make(chan struct{}), published: map[string]publishParams{}, counts: map[string]int{},
		params: map[string][]json.RawMessage{}, texts: map[string]string{}, versions: map[string]int{},
	}
	c.conn = jsonrpc2.NewConn(context.Background(), jsonrpc2.NewBufferedStream(server, jsonrpc2.VSCodeObjectCodec{}), jsonrpc2.AsyncHandler(c))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), hang)
		defer cancel()
		var null any
		_ = c.conn.Call(ctx, "shutdown", nil, &null)
		_ = c.conn.Notify(ctx, "exit", nil)
		select {
		case code := <-c.code:
			if code != 0 {
				t.Errorf("the server ends with %d", code)
			}
		case <-ctx.Done():
			t.Error("the server does not end")
		}
		_ = c.conn.Close()
	})
	params := map[string]any{"processId": nil, "rootUri": nil, "capabilities": json.RawMessage(caps)}
	if options != "" {
		params["initializationOptions"] = json.RawMessage(options)
	}
	var list []any
	for _, f := range folders {
		list = append(list, map[string]string{"uri": uriOf(f), "name": filepath.Base(f)})
	}
	params["workspaceFolders"] = list
	c.call("initialize", params, nil)
	c.notify("initialized", struct{}{})
	return c
}

type stream struct {
	io.Reader
	w io.WriteCloser
}

func (s stream) Write(b []byte) (int, error) { return s.w.Write(b) }
func (s stream) Close() error                { return s.w.Close() }

func (c *client) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	c.mu.Lock()
	c.asked = append(c.asked, req.Method)
	c.params[req.Method] = append(c.params[req.Method], params)
	if req.Method == "textDocument/publishDiagnostics" {
		var p publishParams
		if err := json.Unmarshal(params, &p); err == nil {
			file, _ := fileOf(p.URI)
			old, known := c.published[resolved(file)]
			if !known || p.Version == nil || old.Version == nil || *p.Version >= *old.Version {
				c.published[resolved(file)] = p
			}
			c.counts[resolved(file)]++
		}
	}
	close(c.news)
	c.news = make(chan struct{})
	answer := c.answer
	c.mu.Unlock()
	if req.Notif {
		return
	}
	var result any
	if req.Method == "workspace/applyEdit" {
		result = map[string]bool{"applied": true}
	}
	if answer != nil {
		if r := answer(req.Method, params); r != nil {
			result = r
		}
	}
	_ = conn.Reply(ctx, req.ID, result)
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	if err := c.try(method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) try(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	if result == nil {
		result = new(any)
	}
	return c.conn.Call(ctx, method, params, result)
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) open(file string) string {
	c.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	c.openText(file, string(data))
	return string(data)
}

func (c *client) openText(file, text string) {
	c.texts[file], c.versions[file] = text, 1
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uriOf(file), "languageId": "go", "version": 1, "text": text}})
}

func (c *client) change(file, text string) {
	c.versions[file]++
	c.texts[file] = text
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uriOf(file), "version": c.versions[file]},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

func (c *client) save(file string) {
	c.t.Helper()
	if err := os.WriteFile(file, []byte(c.texts[file]), 0o644); err != nil {
		c.t.Fatal(err)
	}
	c.notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": uriOf(file)}})
}

// wait waits until what was published satisfies ok.
func (c *client) wait(what string, ok func(map[string]publishParams) bool) map[string]publishParams {
	c.t.Helper()
	late := time.After(hang)
	for {
		c.mu.Lock()
		got, news := maps.Clone(c.published), c.news
		c.mu.Unlock()
		if ok(got) {
			return got
		}
		select {
		case <-news:
		case <-late:
			c.t.Fatalf("waited in vain until %s; published: %v", what, summary(got))
		}
	}
}

// settled waits for the diagnostics of the document's present version.
func (c *client) settled(file string) []diagnostic {
	c.t.Helper()
	return c.wait("the text of "+file+" is judged", func(got map[string]publishParams) bool {
		p, ok := got[file]
		return ok && p.Version != nil && *p.Version == c.versions[file]
	})[file].Diagnostics
}

func summary(got map[string]publishParams) []string {
	var out []string
	for _, f := range slices.Sorted(maps.Keys(got)) {
		for _, d := range got[f].Diagnostics {
			out = append(out, filepath.Base(f)+": "+d.Code+": "+d.Message)
		}
	}
	return out
}

func codes(ds []diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Code)
	}
	slices.Sort(out)
	return out
}

// module writes a module. $KEY is a private key.
func module(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := resolved(t.TempDir())
	key := "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(text, "$KEY", key)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// copied copies a folder of the repository to where it can be edited.
func copied(t testing.TB, from string) string {
	t.Helper()
	dir := resolved(t.TempDir())
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return dir
}
