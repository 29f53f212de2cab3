package oracle

import (
	"bytes"
	"context"
	_ "embed" // the harness
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

//go:embed harness/hooks.go.txt
var hookHarness string

// A HookJudgement is what came out for one handler of webhooks.
type HookJudgement struct {
	Program  *grammar.Program
	Accepted map[string]bool // by delivery: genuine, forged, tampered, moved, unsigned
	// Refuses and Opens are what the engine says: why genuine deliveries are
	// refused, and why others are accepted.
	Refuses, Opens []string
	// False says what the engine says wrongly, Missed what is wrong with the handler
	// and is not seen.
	False, Missed string
}

// JudgeHooks hands deliveries to handlers, and compares which of them are
// accepted with what the engine says of the handler.
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
		if err := r.analyze(webhooks.Analyzer); err != nil {
			j.False = err.Error()
		} else {
			for _, c := range r.pkgs {
				if res, ok := c.results[webhooks.Analyzer].(*webhooks.Result); ok {
					j.add(res)
				}
			}
			j.judge()
		}
		out = append(out, j)
	}
	return out, nil
}

// add takes in what the engine says of a package.
func (j *HookJudgement) add(res *webhooks.Result) {
	for _, c := range res.Checks {
		for _, f := range c.Faults {
			j.Refuses = append(j.Refuses, string(f))
		}
		if len(c.Dropped) > 0 {
			j.Opens = append(j.Opens, "the result is thrown away")
		}
	}
	for _, r := range res.Reads {
		if r.Kind == klaviyo.HeaderInvented || r.Kind == klaviyo.HeaderGeneric && r.Klaviyo {
			j.Refuses = append(j.Refuses, "nobody sends "+r.Header)
		}
	}
	if len(res.Unverified) > 0 {
		j.Opens = append(j.Opens, "nothing is verified")
	}
}

func (j *HookJudgement) judge() {
	refused, open := !j.Accepted["genuine"], false
	for _, d := range []string{"forged", "tampered", "moved", "unsigned"} {
		open = open || j.Accepted[d]
	}
	switch {
	// A handler that is open to all refuses nothing, though its digest may be
	// wrong.
	case len(j.Refuses) > 0 && !refused && !open:
		j.False = j.Refuses[0]
	case len(j.Opens) > 0 && !open:
		j.False = j.Opens[0]
	case open && len(j.Opens) == 0:
		j.Missed = "a delivery that is not genuine is accepted"
	case refused && len(j.Refuses) == 0:
		j.Missed = "genuine deliveries are refused"
	}
}
