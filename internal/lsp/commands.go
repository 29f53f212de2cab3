package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
)

// Commands that an editor can have carried out.
const (
	commandSilence = "klaviyolint.silence"
	commandExplain = "klaviyolint.explain"
)

type commandParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

func init() { on("workspace/executeCommand", (*server).execute) }

func (s *server) execute(ctx context.Context, p *commandParams) (any, error) {
	bad := func(what string) error {
		return &jsonrpc2.Error{Code: codeInvalidParams, Message: p.Command + ": want " + what}
	}
	take := func(i int, v any) bool { return i < len(p.Arguments) && json.Unmarshal(p.Arguments[i], v) == nil }
	switch p.Command {
	case commandExplain:
		var name string
		if !take(0, &name) {
			return nil, bad("the name of a rule")
		}
		return s.explain(ctx, name)
	case commandSilence:
		var uri, rule string
		var line int
		if !take(0, &uri) || !take(1, &line) || !take(2, &rule) {
			return nil, bad("a URI, a line and a rule")
		}
		return nil, s.silence(ctx, uri, line, rule)
	}
	return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: "no command " + p.Command}
}

// explain returns the page of a rule, and has the editor show it where it can.
func (s *server) explain(ctx context.Context, name string) (any, error) {
	for _, r := range s.rules {
		if r.Doc.Name != name {
			continue
		}
		page := r.Doc.Markdown()
		switch {
		case s.caps.Window.ShowDocument.Support:
			var null any
			_ = s.conn.Call(ctx, "window/showDocument", map[string]any{"uri": r.Analyzer.URL, "external": true}, &null)
		default:
			s.notify("window/showMessage", map[string]any{"type": messageInfo, "message": page})
		}
		return page, nil
	}
	return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: fmt.Sprintf("no rule %q", name)}
}

// silence inserts a directive above a line, and puts the cursor where the reason
// belongs: without one it silences nothing.
func (s *server) silence(ctx context.Context, uri string, line int, rule string) error {
	file, ok := fileOf(uri)
	if !ok {
		return &jsonrpc2.Error{Code: codeInvalidParams, Message: "no file: " + uri}
	}
	file = resolved(file)
	st, _, err := s.known(ctx, uri)
	if err != nil {
		return err
	}
	if st == nil {
		return &jsonrpc2.Error{Code: codeInvalidParams, Message: "no module has " + uri}
	}
	t := st.text(file)
	start, text := t.line(line - 1)
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	marker := "# "
	switch filepath.Ext(file) {
	case ".go":
		marker = "//"
	case ".mod", ".work":
		marker = "// "
	}
	directive := indent + marker + "klaviyolint:ignore " + rule + " "
	at := t.position(start)
	edit := workspaceEdit{Changes: map[string][]textEdit{uri: {{span{at, at}, directive + "\n"}}}}
	var applied struct {
		Applied bool `json:"applied"`
	}
	if err := s.conn.Call(ctx, "workspace/applyEdit", map[string]any{"label": "Silence " + rule, "edit": edit}, &applied); err != nil {
		return err
	}
	if applied.Applied && s.caps.Window.ShowDocument.Support {
		cursor := position{at.Line, t.units(directive)}
		var null any
		_ = s.conn.Call(ctx, "window/showDocument", map[string]any{"uri": uri, "takeFocus": true, "selection": span{cursor, cursor}}, &null)
	}
	return nil
}
