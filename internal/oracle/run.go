package oracle

import (
	"bytes"
	"context"
	_ "embed" // the harness
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
)

// A Sent is one request as it arrived. The stack names the functions of the
// program that led to it, the innermost first, as "app.Run_p1:12".
type Sent struct {
	Method, Scheme, Host, Path, Query string
	Header                            http.Header
	Body                              string
	Stack                             []string
}

// An Outcome is what a program did with one input.
type Outcome struct {
	ID    string
	Sent  []*Sent
	Error string
	Panic string
	Hung  bool
}

//go:embed harness/main.go.txt
var harness string

// Run compiles programs of one version of the language into one binary and runs
// them. The outcomes of a program stand in the order of grammar.Inputs. Answers
// are the statuses that the server gives, such as "429,200"; the last one again
// and again.
func Run(ctx context.Context, programs []*grammar.Program, answers string) (map[string][]*Outcome, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var table strings.Builder
	table.WriteString("package main\n\nimport \"" + grammar.Module + "/app\"\n\nvar programs = []program{\n")
	for _, p := range programs {
		fmt.Fprintf(&table, "{%q, app.%s},\n", p.ID, p.Entry())
	}
	table.WriteString("}\n")
	bin, err := build(ctx, dir, programs, harness, table.String())
	if err != nil {
		return nil, err
	}
	out := map[string][]*Outcome{}
	for _, in := range grammar.Inputs {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
		cmd := exec.CommandContext(ctx, bin)
		cmd.Env = append(os.Environ(), fmt.Sprintf("ORACLE_INPUT=%t %d %q", in.Flag, in.N, in.S), "ORACLE_ANSWERS="+answers)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		data, err := cmd.Output()
		cancel()
		if err != nil {
			return nil, fmt.Errorf("running the programs: %w\n%s", err, stderr.String())
		}
		for dec := json.NewDecoder(bytes.NewReader(data)); dec.More(); {
			o := new(Outcome)
			if err := dec.Decode(o); err != nil {
				return nil, err
			}
			out[o.ID] = append(out[o.ID], o)
		}
	}
	return out, nil
}

// build compiles programs of one version of the language into one binary: main
// runs those of the table.
func build(ctx context.Context, dir string, programs []*grammar.Program, main, table string) (bin string, err error) {
	write := func(name, content string) {
		if err != nil {
			return
		}
		name = filepath.Join(dir, name)
		if err = os.MkdirAll(filepath.Dir(name), 0o777); err == nil {
			err = os.WriteFile(name, []byte(content), 0o666)
		}
	}
	for _, p := range programs {
		for name, src := range p.Files {
			write(name, src)
		}
	}
	write("go.mod", "module "+grammar.Module+"\n\ngo "+programs[0].Version+"\n")
	write("main.go", main)
	write("programs.go", table)
	if err != nil {
		return "", err
	}
	bin = filepath.Join(dir, "run.exe")
	cmd := exec.CommandContext(ctx, "go", "build", "-mod=mod", "-gcflags=-N -l", "-ldflags=-s -w", "-o", bin, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOTOOLCHAIN=local")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the programs: %w\n%s", err, out)
	}
	return bin, nil
}
