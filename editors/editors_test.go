// Package editors tests the set-ups beside it as far as that is possible without
// the editors.
package editors

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

// The problem matcher of VS Code, the parser of its Go extension and the file
// watcher of GoLand read each line that klaviyolint prints.
func TestPatterns(t *testing.T) {
	tool := hosttest.Klaviyolint(t)
	// The module for the task of VS Code, one package for what runs on save.
	for _, args := range [][]string{{"-C", "../testdata/shop", "./..."}, {"-C", "../testdata/shop/internal/signup"}} {
		args = append([]string{"-q", "-as-of", "2026-11-23"}, args...)
		cmd := exec.Command(tool, args...)
		cmd.Env = append(cmd.Environ(), "KLAVIYOLINT_CONFIG=", "GOWORK=off", "GOFLAGS=")
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1 || stderr.String() != "" {
			t.Fatalf("%v: %v\n%s", cmd, err, &stderr)
		}
		dir := filepath.Join(args[4])
		for line := range strings.Lines(string(out)) {
			line = strings.TrimRight(line, "\r\n")
			want := strings.SplitN(line, ":", 4)
			message := strings.TrimPrefix(want[3], " ")
			if _, err := os.Stat(filepath.Join(dir, want[0])); err != nil {
				t.Errorf("%q: %v", line, err)
			}
			for name, p := range map[string]pattern{
				"VS Code, task":         problemMatcher(t),
				"VS Code, Go extension": extension,
				"GoLand, output filter": outputFilter(t),
			} {
				m := regexp.MustCompile(p.text).FindStringSubmatch(line)
				if m == nil {
					t.Errorf("%s: %q does not match %s", name, line, p.text)
					continue
				}
				// Where there is no group for the rule, it is part of the message.
				got := m[p.groups["message"]]
				if i, ok := p.groups["severity"]; ok {
					got = m[i] + ": " + got
				}
				if i, ok := p.groups["code"]; ok {
					got += " (" + m[i] + ")"
				}
				if m[p.groups["file"]] != want[0] || m[p.groups["line"]] != want[1] || m[p.groups["column"]] != want[2] || got != message {
					t.Errorf("%s: %q is read as %q", name, line, m[1:])
				}
			}
		}
	}
}

// A pattern is a regular expression with the numbers of its groups.
type pattern struct {
	text   string
	groups map[string]int
}

// extension is how golang.go 0.58 reads the lines of a linter.
var extension = pattern{
	`^([^:]*: )?((.:)?[^:]*):(\d+)(:(\d+)?)?:(?:\w+:)? (.*)$`,
	map[string]int{"file": 2, "line": 4, "column": 6, "message": 7},
}

// problemMatcher returns the pattern of the task of VS Code.
func problemMatcher(t *testing.T) pattern {
	t.Helper()
	var tasks struct {
		Tasks []struct {
			Command        string
			Args           []string
			ProblemMatcher struct {
				Pattern struct {
					Regexp                                      string
					File, Line, Column, Severity, Message, Code int
				}
			}
		}
	}
	decodeJSONC(t, "vscode/tasks.json", &tasks)
	task := tasks.Tasks[0]
	if task.Command != "klaviyolint" || !slices.Equal(task.Args, []string{"./..."}) {
		t.Errorf("the task runs %s %v", task.Command, task.Args)
	}
	p := task.ProblemMatcher.Pattern
	return pattern{p.Regexp, map[string]int{"file": p.File, "line": p.Line, "column": p.Column, "severity": p.Severity, "message": p.Message, "code": p.Code}}
}

// macros are those of GoLand's output filters.
var macros = map[string]struct{ name, text string }{
	"$FILE_PATH$": {"file", `(.+?)`},
	"$LINE$":      {"line", `(\d+)`},
	"$COLUMN$":    {"column", `(\d+)`},
	"$MESSAGE$":   {"message", `(.*)`},
}

// outputFilter returns the filter of GoLand with its macros spelled out.
func outputFilter(t *testing.T) pattern {
	t.Helper()
	data, err := os.ReadFile("goland/watcherTasks.xml")
	if err != nil {
		t.Fatal(err)
	}
	type option struct {
		Name    string   `xml:"name,attr"`
		Value   string   `xml:"value,attr"`
		Filters []option `xml:"array>FilterInfo>option"`
	}
	var project struct {
		Options []option `xml:"component>TaskOptions>option"`
	}
	if err := xml.Unmarshal(data, &project); err != nil {
		t.Fatal(err)
	}
	var filter string
	for _, o := range project.Options {
		switch o.Name {
		case "program":
			if o.Value != "klaviyolint" {
				t.Errorf("the watcher runs %s", o.Value)
			}
		case "outputFilters":
			for _, f := range o.Filters {
				if f.Name == "regExp" {
					filter = f.Value
				}
			}
		}
	}
	p := pattern{filter, map[string]int{}}
	for i, macro := range regexp.MustCompile(`\$\w+\$`).FindAllString(filter, -1) {
		m, ok := macros[macro]
		if !ok {
			t.Fatalf("GoLand has no %s", macro)
		}
		p.groups[m.name] = i + 1
		p.text = strings.Replace(p.text, macro, m.text, 1)
	}
	p.text = "^" + p.text + "$"
	return p
}

// All set-ups name the program that is installed: the server, or the gopls with
// klaviyolint inside that the builder makes.
func TestNames(t *testing.T) {
	var settings map[string]any
	decodeJSONC(t, "vscode/settings.json", &settings)
	tools, _ := settings["go.alternateTools"].(map[string]any)
	if tools["gopls"] != "gopls-klaviyolint" {
		t.Errorf("VS Code runs %v", tools["gopls"])
	}
	var languages struct {
		Servers map[string]struct {
			Command string
			Args    []string
		} `toml:"language-server"`
		Languages []struct {
			Name    string
			Servers []string `toml:"language-servers"`
		} `toml:"language"`
	}
	if _, err := toml.DecodeFile("helix/languages.toml", &languages); err != nil {
		t.Fatal(err)
	}
	if got := languages.Servers["klaviyolint"]; got.Command != "klaviyolint" || !slices.Equal(got.Args, []string{"lsp"}) {
		t.Errorf("Helix runs %v", got)
	}
	if len(languages.Languages) < 5 {
		t.Errorf("Helix has %d languages", len(languages.Languages))
	}
	for _, l := range languages.Languages {
		if l.Servers[len(l.Servers)-1] != "klaviyolint" || len(l.Servers) < 2 {
			t.Errorf("Helix starts %v for %s", l.Servers, l.Name)
		}
	}
	var zed struct {
		LSP map[string]struct{ Binary struct{ Path string } }
	}
	decodeJSONC(t, "zed/settings.json", &zed)
	if got := zed.LSP["gopls"].Binary.Path; got != "gopls-klaviyolint" {
		t.Errorf("Zed runs %q", got)
	}
	var tasks []struct {
		Command string
		Args    []string
	}
	decodeJSONC(t, "zed/tasks.json", &tasks)
	if len(tasks) != 1 || tasks[0].Command != "klaviyolint" || !slices.Equal(tasks[0].Args, []string{"./..."}) {
		t.Errorf("Zed's task is %v", tasks)
	}
	var lsp4ij struct {
		ProgramArgs      map[string]string
		FileTypeMappings []struct{ FileType struct{ Patterns []string } }
	}
	decodeJSONC(t, "goland/lsp4ij.json", &lsp4ij)
	if lsp4ij.ProgramArgs["default"] != "klaviyolint lsp" || len(lsp4ij.FileTypeMappings) == 0 {
		t.Errorf("LSP4IJ has %+v", lsp4ij)
	}
	for file, want := range map[string]string{
		"nvim/gopls.lua":       "cmd = { 'gopls-klaviyolint' }",
		"nvim/klaviyolint.lua": "cmd = { 'klaviyolint', 'lsp' }",
		"emacs/klaviyolint.el": `'("klaviyolint" "lsp")`,
		"gopls/main.go":        `"gopls-klaviyolint"+env["GOEXE"]`,
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), want) {
			t.Errorf("%s: no %s", file, want)
		}
	}
}

// check runs the check beside a set-up in the editor itself.
func check(t *testing.T, editor, script string) {
	t.Helper()
	if _, err := exec.LookPath(editor); err != nil {
		t.Skipf("NOT TRIED: %s is not installed; %s says which packages it needs", editor, script)
	}
	cmd := exec.Command("bash", script)
	cmd.Env = append(cmd.Environ(), "KLAVIYOLINT="+hosttest.Klaviyolint(t))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all is well with ") {
		t.Errorf("%s: %v\n%s", script, err, out)
	}
	t.Logf("%s", out)
}

func TestNeovim(t *testing.T) {
	t.Parallel()
	check(t, "nvim", "nvim/check.sh")
}

func TestEmacs(t *testing.T) {
	t.Parallel()
	check(t, "emacs", "emacs/check.sh")
}

// The extension of VS Code is checked, built and packaged as CI does it, and its client
// driven against the server.
func TestVSCode(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("NOT TRIED: npm is not installed")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("vscode")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		fulltest.Only(t, "building the extension, for which `npm ci` downloads packages")
		npm(t, dir, nil, "ci", "--no-audit", "--no-fund")
	}
	npm(t, dir, nil, "run", "package")
	if info, err := os.Stat(filepath.Join(dir, "klaviyolint.vsix")); err != nil || info.Size() < 10_000 {
		t.Errorf("the package: %v", err)
	}
	shop := t.TempDir()
	if err := os.CopyFS(shop, os.DirFS("../testdata/shop")); err != nil {
		t.Fatal(err)
	}
	out := npm(t, dir, []string{"KLAVIYOLINT=" + hosttest.Klaviyolint(t), "SHOP=" + shop}, "test")
	if !strings.Contains(out, "all is well with the extension") {
		t.Errorf("%s", out)
	}
	t.Logf("%s", out)
}

func npm(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command("npm", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(out)
}

// decodeJSONC decodes JSON with comments on lines of their own, as VS Code reads
// it.
func decodeJSONC(t *testing.T, file string, to any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`(?m)^\s*//.*$`).ReplaceAll(data, nil)
	if err := json.Unmarshal(plain, to); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
