package oracle

import (
	"bytes"
	"context"
	_ "embed" // the harness
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/passes/webhooksig"
)

//go:embed harness/hooks.go.txt
var hookHarness string

// A HookJudgement is what came out for one handler of webhooks.
type HookJudgement struct {
	Program  *grammar.Program
	Accepted map[string]bool // by delivery: genuine, forged, tampered, moved, unsigned
	Findings []string
	// False says which finding is wrong, Missed what is wrong with the handler
	// and not found.
	False, Missed string
}

// JudgeHooks hands deliveries to handlers, and compares which of them are
// accepted with what the rule webhooksig says.
func JudgeHooks(ctx context.Context, w *World, programs []*grammar.Program) ([]*HookJudgement, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var table strings.Builder
	table.WriteString("package main\n\nimport \"" + grammar.Module + "/app\"\n\nvar programs = []program{\n")
	for _, p := range programs {
		fmt.Fprintf(&table, "{%q, app.%s, &app.%s},\n", p.ID, p.Entry(), p.Processed())
	}
	table.WriteString("}\n")
	bin, err := build(ctx, dir, programs, hookHarness, table.String())
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, bin)
	cmd.Env = append(os.Environ(), "KLAVIYO_WEBHOOK_SECRET=for-the-oracle-only")
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("running the handlers: %w", err)
	}
	accepted := map[string]map[string]bool{}
	for dec := json.NewDecoder(bytes.NewReader(data)); dec.More(); {
		var o struct {
			ID       string
			Accepted map[string]bool
		}
		if err := dec.Decode(&o); err != nil {
			return nil, err
		}
		accepted[o.ID] = o.Accepted
	}
	var out []*HookJudgement
	for _, p := range programs {
		j := &HookJudgement{Program: p, Accepted: accepted[p.ID]}
		r, err := w.read(p)
		if err != nil {
			return nil, fmt.Errorf("program %s does not type-check: %w", p.ID, err)
		}
		r.report = func(_ string, _ *analysis.Analyzer, d analysis.Diagnostic) {
			j.Findings = append(j.Findings, d.Message)
		}
		if err := r.analyze(webhooksig.Analyzer); err != nil {
			j.False = err.Error()
		} else {
			j.judge()
		}
		out = append(out, j)
	}
	return out, nil
}

// What findings say of a handler.
var (
	saysRefused = []string{"every delivery is refused", "differ from those signed", "it is always empty"}
	saysOpen    = []string{"verifies nothing", "is thrown away"}
)

func (j *HookJudgement) judge() {
	refused, open := !j.Accepted["genuine"], false
	for _, d := range []string{"forged", "tampered", "moved", "unsigned"} {
		open = open || j.Accepted[d]
	}
	says := func(what []string) (finding string) {
		for _, f := range j.Findings {
			if slices.ContainsFunc(what, func(s string) bool { return strings.Contains(f, s) }) {
				finding = f
			}
		}
		return finding
	}
	// A handler that is open to all refuses nothing, though its digest may be
	// wrong.
	if f := says(saysRefused); f != "" && !refused && !open {
		j.False = f
	} else if f := says(saysOpen); f != "" && !open {
		j.False = f
	}
	switch {
	case open && says(saysOpen) == "":
		j.Missed = "a delivery that is not genuine is accepted"
	case refused && len(j.Findings) == 0:
		j.Missed = "genuine deliveries are refused"
	}
}
