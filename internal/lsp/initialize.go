package lsp

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
)

func init() {
	on("initialize", (*server).initialize)
	on("shutdown", func(s *server, _ context.Context, _ *struct{}) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.shutdown = true
		for _, r := range s.roots {
			r.stop()
		}
		return nil, nil
	})
}

func (s *server) initialize(_ context.Context, p *initializeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.initialized {
		return nil, &jsonrpc2.Error{Code: codeInvalidRequest, Message: "the server is initialized already"}
	}
	s.initialized = true
	s.caps = p.Capabilities
	s.options = p.InitializationOptions
	encoding := "utf-16"
	if slices.Contains(p.Capabilities.General.PositionEncodings, "utf-8") {
		encoding, s.inBytes = "utf-8", true
	}
	for _, f := range p.WorkspaceFolders {
		s.addFolder(f.URI)
	}
	if len(p.WorkspaceFolders) == 0 {
		switch {
		case p.RootURI != nil:
			s.addFolder(*p.RootURI)
		case p.RootPath != nil && *p.RootPath != "":
			s.addFolder(uriOf(*p.RootPath))
		}
	}
	can := map[string]any{
		"positionEncoding": encoding,
		"textDocumentSync": map[string]any{"openClose": true, "change": 2, "save": map[string]any{"includeText": false}},
		"hoverProvider":    true,
		"codeActionProvider": map[string]any{
			"codeActionKinds": []string{kindFix, kindFixAll},
		},
		"documentLinkProvider":   map[string]any{},
		"executeCommandProvider": map[string]any{"commands": []string{commandSilence, commandExplain}},
		"workspace": map[string]any{
			"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true},
		},
	}
	if s.pulls() {
		can["diagnosticProvider"] = map[string]any{"identifier": "klaviyolint", "interFileDependencies": true, "workspaceDiagnostics": false}
	}
	return map[string]any{
		"capabilities": can,
		"serverInfo":   map[string]any{"name": "klaviyolint", "version": s.version},
	}, nil
}

// pulls reports whether the editor asks for the diagnostics of the documents that
// are open in it. Those of other files are sent to it all the same.
func (s *server) pulls() bool { return s.caps.TextDocument.Diagnostic != nil }

// watchedGlobs are the files whose change on disk can change findings.
var watchedGlobs = []string{
	"**/*.go", "**/{go.mod,go.sum,go.work,go.work.sum}", "**/.klaviyolint.toml",
	"**/{.env,.env.*,.envrc,*.env}", "**/*.{yml,yaml,json,jsonc,toml,sh,bash,mk,txt,lock}",
	"**/{Dockerfile,Containerfile,Makefile,justfile,Pipfile,Gemfile}*",
}

// started begins with the folders, and asks to be told of changes on disk.
func (s *server) started() {
	s.mu.Lock()
	folders := slices.Clone(s.folders)
	watch := s.caps.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.mu.Unlock()
	if watch {
		var watchers []any
		for _, g := range watchedGlobs {
			watchers = append(watchers, map[string]any{"globPattern": g, "kind": watchCreateChangeGone})
		}
		s.waiting.Go(func() {
			var null any
			_ = s.conn.Call(s.ctx, "client/registerCapability", map[string]any{"registrations": []any{map[string]any{
				"id": "watch", "method": "workspace/didChangeWatchedFiles",
				"registerOptions": map[string]any{"watchers": watchers},
			}}}, &null) // without it, saving a file is enough
		})
	}
	for _, f := range folders {
		s.begin(f)
	}
}

// addFolder notes a folder of the editor.
func (s *server) addFolder(uri string) {
	name, ok := fileOf(uri)
	if !ok {
		return
	}
	real := resolved(name)
	if !slices.Contains(s.folders, real) {
		s.folders = append(s.folders, real)
		s.given[real] = name
	}
}

func (s *server) foldersChanged(added, removed []folder) {
	s.mu.Lock()
	var fresh []string
	for _, f := range added {
		n := len(s.folders)
		s.addFolder(f.URI)
		fresh = append(fresh, s.folders[n:]...)
	}
	for _, f := range removed {
		if name, ok := fileOf(f.URI); ok {
			gone := resolved(name)
			s.folders = slices.DeleteFunc(s.folders, func(x string) bool { return x == gone })
			for dir, r := range s.roots {
				if within(gone, dir) && !s.covered(dir) {
					r.stop()
					delete(s.roots, dir)
					r.orphaned = true
				}
			}
		}
	}
	s.mu.Unlock()
	s.sweep()
	for _, f := range fresh {
		s.begin(f)
	}
}

// covered reports whether a folder of the editor, or an open document, still needs
// a root.
func (s *server) covered(dir string) bool {
	return slices.ContainsFunc(s.folders, func(f string) bool { return within(f, dir) || within(dir, f) })
}

// configured takes over settings that the editor sends: those of klaviyolint stand
// under that name.
func (s *server) configured(settings json.RawMessage) {
	var tree map[string]json.RawMessage
	if json.Unmarshal(settings, &tree) != nil {
		return
	}
	own, ok := tree["klaviyolint"]
	if !ok {
		return
	}
	s.mu.Lock()
	s.options = own
	roots := s.allRoots()
	s.mu.Unlock()
	for _, r := range roots {
		r.unsettle()
		r.wake(0)
	}
}

// rootsBelow returns the directories to be judged for a folder: its workspace or
// module, or the modules below it.
func rootsBelow(dir string) []string {
	if r := rootAbove(dir); r != "" {
		return []string{r}
	}
	var out []string
	for level, depth := []string{dir}, 0; len(level) > 0 && depth < 6; depth++ {
		var next []string
		for _, d := range level {
			entries, err := os.ReadDir(d)
			if err != nil {
				continue
			}
			found := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "go.mod" && e.Type().IsRegular() })
			work := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "go.work" && e.Type().IsRegular() })
			if found || work {
				out = append(out, d)
			}
			if work || len(out) > 100 {
				continue
			}
			for _, e := range entries {
				name := e.Name()
				if e.IsDir() && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") && name != "node_modules" && name != "vendor" && name != "testdata" {
					next = append(next, filepath.Join(d, name))
				}
			}
		}
		level = next
	}
	return out
}

// rootAbove returns the directory of the workspace or module that a directory
// belongs to, or "".
func rootAbove(dir string) string {
	mod := ""
	for d := dir; ; d = filepath.Dir(d) {
		if mod == "" && regular(filepath.Join(d, "go.mod")) {
			mod = d
		}
		if os.Getenv("GOWORK") == "" && regular(filepath.Join(d, "go.work")) && (mod == "" || uses(d, mod)) {
			return d
		}
		if d == filepath.Dir(d) {
			return mod
		}
	}
}

func regular(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
