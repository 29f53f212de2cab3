package oracle

import (
	"context"
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Judgement is what came out for one program.
type Judgement struct {
	Program  *grammar.Program
	Failure  *Failure // nil where engine and run agree
	Result   *requests.Result
	Outcomes []*Outcome
}

// Sent counts the requests that were sent, with all inputs.
func (j *Judgement) Sent() (n int) {
	for _, o := range j.Outcomes {
		n += len(o.Sent)
	}
	return n
}

// Judge runs programs and compares each with what the engine says of it, in the
// order given. A program that does not type-check is an error of the grammar.
func Judge(ctx context.Context, w *World, programs []*grammar.Program) ([]*Judgement, error) {
	outcomes := map[string][]*Outcome{}
	byVersion := map[string][]*grammar.Program{}
	for _, p := range programs {
		byVersion[p.Version] = append(byVersion[p.Version], p)
	}
	type ran struct {
		outcomes map[string][]*Outcome
		err      error
	}
	done := make(chan ran)
	for _, ps := range byVersion {
		go func() {
			o, err := Run(ctx, ps, "200")
			done <- ran{o, err}
		}()
	}
	out := make([]*Judgement, 0, len(programs))
	var broken error
	for _, p := range programs {
		j := &Judgement{Program: p}
		r, err := w.read(p)
		if err != nil {
			broken = fmt.Errorf("program %s does not type-check: %w", p.ID, err)
			continue
		}
		if j.Result, err = r.requests(); err != nil {
			j.Failure = &Failure{p, Crash, "", err.Error()}
		}
		out = append(out, j)
	}
	var err error
	for range byVersion {
		r := <-done
		if r.err != nil {
			err = r.err
		}
		for id, o := range r.outcomes {
			outcomes[id] = o
		}
	}
	if broken != nil {
		return nil, broken
	}
	if err != nil {
		return nil, err
	}
	for _, j := range out {
		j.Outcomes = outcomes[j.Program.ID]
		if j.Failure == nil {
			j.Failure = Compare(j.Program, j.Result, j.Outcomes)
		}
	}
	return out, nil
}
