package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

// What a diff says about lines, also where content looks like a header.
func TestChanges(t *testing.T) {
	c := &changes{lines: map[string][][2]int{}, whole: map[string]bool{"/r/new.go": true}}
	c.read("/r", []byte(`diff --git a/a.go b/a.go
index 1..2 100644
--- a/a.go
+++ b/a.go
@@ -3 +3,2 @@ func f() {
-old
+++ b/not/a/header
+@@ -1 +1 @@
@@ -9,2 +10,0 @@
-gone
-gone
@@ -20,0 +20,3 @@
+x
+y
+z
\ No newline at end of file
diff --git "a/odd\tname.go" "b/odd\tname.go"
--- "a/odd\tname.go"
+++ "b/odd\tname.go"
@@ -1 +1 @@
-a
+b
diff --git a/dead.go b/dead.go
--- a/dead.go
+++ /dev/null
@@ -1 +0,0 @@
-a
`))
	at := func(file string, line, end int) report.Finding {
		return report.Finding{File: file, Line: line, EndLine: end}
	}
	tests := []struct {
		f    report.Finding
		want bool
	}{
		{at("/r/a.go", 2, 2), false},
		{at("/r/a.go", 3, 3), true},
		{at("/r/a.go", 4, 4), true},
		{at("/r/a.go", 5, 5), false},
		{at("/r/a.go", 1, 3), true}, // its last line changed
		{at("/r/a.go", 10, 10), false},
		{at("/r/a.go", 22, 22), true},
		{at("/r/a.go", 23, 23), false},
		{at("/r/odd\tname.go", 1, 1), true},
		{at("/r/not/a/header", 1, 1), false},
		{at("/r/dead.go", 1, 1), false},
		{at("/r/new.go", 99, 99), true},
	}
	for _, tt := range tests {
		if got := len(c.only([]report.Finding{tt.f})) == 1; got != tt.want {
			t.Errorf("%s:%d-%d: got %v", tt.f.File, tt.f.Line, tt.f.EndLine, got)
		}
	}
	if none := (*changes)(nil); len(none.only([]report.Finding{at("/r/a.go", 1, 1)})) != 1 {
		t.Error("without -new-from-rev a finding is lost")
	}
}

func TestExitCode(t *testing.T) {
	warning := []report.Finding{{Severity: config.Warning}}
	info := []report.Finding{{Severity: config.Info}}
	code := &driver.Result{ToolErrors: []driver.ToolError{{Message: "undefined: x", Code: true}}}
	none := &driver.Result{}
	tests := []struct {
		name    string
		o       options
		format  string
		trouble int
		found   []report.Finding
		res     *driver.Result
		want    int
	}{
		{"clean", options{}, "text", 0, nil, none, 0},
		{"findings", options{}, "text", 0, warning, none, 1},
		{"below the line", options{}, "text", 0, info, none, 0},
		{"exit-zero", options{exitZero: true}, "text", 0, warning, none, 0},
		{"json", options{}, "json", 0, warning, none, 0},
		{"sarif", options{}, "sarif", 0, warning, none, 1},
		{"fix", options{fix: true}, "text", 0, warning, none, 0},
		{"diff", options{diff: true}, "text", 0, warning, none, 0},
		{"trouble wins", options{}, "text", 2, warning, none, 2},
		{"trouble wins over exit-zero", options{exitZero: true}, "text", 2, nil, none, 2},
		{"trouble in json", options{}, "json", 2, warning, none, 2},
		{"type errors alone", options{}, "text", 0, nil, code, 2},
		{"type errors alone in json", options{}, "json", 0, nil, code, 2},
		{"type errors and findings", options{}, "text", 0, warning, code, 1},
		{"type errors and a finding below the line", options{}, "text", 0, info, code, 1},
		{"type errors and findings in json", options{}, "json", 0, warning, code, 0},
	}
	run := &lintRun{opts: driver.Options{Settings: config.Default()}}
	for _, tt := range tests {
		if got := exitCode(&tt.o, run, tt.format, tt.trouble, tt.found, tt.res); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestToolErrorLine(t *testing.T) {
	tests := []struct {
		e    driver.ToolError
		want string
	}{
		{driver.ToolError{Message: "m"}, "m"},
		{driver.ToolError{File: "/d/a.go", Message: "m"}, "a.go: m"},
		{driver.ToolError{File: "/d/x/a.go", Line: 3, Message: "m"}, "x/a.go:3: m"},
		{driver.ToolError{File: "/d/a.go", Line: 3, Col: 4, Message: "m"}, "a.go:3:4: m"},
		{driver.ToolError{File: "/other/a.go", Line: 3, Message: "m"}, "/other/a.go:3: m"},
		{driver.ToolError{Package: "p/q", Message: "m"}, "p/q: m"},
		{driver.ToolError{Package: "p/q", Message: "panic on p/q"}, "panic on p/q"},
	}
	for _, tt := range tests {
		if got := toolErrorLine("/d", tt.e); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// A sign of life comes on one line, and goes without a trace.
func TestTicker(t *testing.T) {
	var buf bytes.Buffer
	tick := &ticker{w: &buf}
	tick.say("loading")
	if buf.Len() > 0 {
		t.Errorf("shown before anybody waited: %q", buf.String())
	}
	tick.show()
	tick.say("analysing")
	tick.stop()
	tick.say("late")
	want := "\r\x1b[Kklaviyolint: loading ...\r\x1b[Kklaviyolint: analysing ...\r\x1b[K"
	if buf.String() != want {
		t.Errorf("got %q, want %q", buf.String(), want)
	}
	quiet := (&env{stderr: &buf}).progress()
	buf.Reset()
	quiet.say("nobody watches")
	quiet.stop()
	if buf.Len() > 0 {
		t.Errorf("shown to nobody: %q", buf.String())
	}
}

// Errors never carry a key to the screen.
func TestFailMasks(t *testing.T) {
	// Made at run time, so that this file holds none.
	key := "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]
	var buf bytes.Buffer
	e := &env{stderr: &buf}
	if code := e.fail("%v", errors.New("bad value "+key)); code != exitTrouble {
		t.Errorf("code %d", code)
	}
	if bytes.Contains(buf.Bytes(), []byte(key)) {
		t.Errorf("key shown: %s", buf.String())
	}
	buf.Reset()
	e = &env{stdout: &buf, stderr: &buf}
	fmt.Fprintf(e.masked(), "%s\n", key)
	if bytes.Contains(buf.Bytes(), []byte(key)) {
		t.Errorf("key shown: %s", buf.String())
	}
}
