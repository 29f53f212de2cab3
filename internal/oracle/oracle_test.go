package oracle

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
)

// known reads the list of failures that are known: "probe control/goto-back" or
// "seed 17", with what is wrong behind it. The list is expected to shrink: an
// entry that fails no more is an error as well.
func known(t *testing.T, kind string) map[string]bool {
	t.Helper()
	f, err := os.Open("testdata/known.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]bool{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		fields := strings.Fields(sc.Text())
		if len(fields) >= 2 && fields[0] == kind {
			out[fields[1]] = true
		}
	}
	return out
}

// judgeKnown compares failures, by name, with the list.
func judgeKnown(t *testing.T, kind string, failed map[string]string, looked func(name string) bool) {
	t.Helper()
	list := known(t, kind)
	for name, detail := range failed {
		if !list[name] {
			t.Errorf("%s %s: %s", kind, name, detail)
		}
	}
	for name := range list {
		if failed[name] == "" && looked(name) {
			t.Errorf("%s %s agrees: take it out of testdata/known.txt", kind, name)
		}
	}
}

// seeds is how many programs the test runs; the command runs as many as it is
// told.
const seeds = 320

func TestPrograms(t *testing.T) {
	t.Parallel()
	var programs []*grammar.Program
	for seed := range uint64(seeds) {
		programs = append(programs, grammar.Seeded(seed+1))
	}
	js, err := Judge(t.Context(), NewWorld(), programs)
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]string{}
	sent := 0
	for _, j := range js {
		sent += j.Sent()
		if j.Failure != nil {
			failed[strings.TrimPrefix(j.Program.ID, "p")] = j.Failure.String()
		}
	}
	if sent < seeds {
		t.Errorf("%d requests arrived of %d programs", sent, seeds)
	}
	judgeKnown(t, "seed", failed, func(string) bool { return true })
}

// Each construct alone.
func TestConstructs(t *testing.T) {
	t.Parallel()
	probed, err := ProbeAll(t.Context(), NewWorld(), "header")
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]string{}
	for _, p := range probed {
		if p.Failure != nil {
			failed[p.Construct.ID()] = p.Failure.String()
		}
	}
	judgeKnown(t, "probe", failed, func(string) bool { return true })
}

func TestHooks(t *testing.T) {
	t.Parallel()
	var programs []*grammar.Program
	for seed := range uint64(150) {
		programs = append(programs, grammar.Hook(seed))
	}
	js, err := JudgeHooks(t.Context(), NewWorld(), programs)
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]string{}
	refused, open := 0, 0
	for _, j := range js {
		if !j.Accepted["genuine"] {
			refused++
		}
		if j.Accepted["forged"] {
			open++
		}
		if s := j.False + j.Missed; s != "" {
			failed[strings.TrimPrefix(j.Program.ID, "w")] = s
		}
	}
	if refused == 0 || open == 0 {
		t.Errorf("%d handlers refuse what is genuine, %d accept what is forged: the grammar has lost its faults", refused, open)
	}
	judgeKnown(t, "hook", failed, func(string) bool { return true })
}

// What is compared must be able to differ.
func TestComparisonCanFail(t *testing.T) {
	t.Parallel()
	p := grammar.Seeded(1)
	w := NewWorld()
	js, err := Judge(t.Context(), w, []*grammar.Program{p})
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range []func(*Sent){
		func(s *Sent) { s.Method = "TRACE" },
		func(s *Sent) { s.Host = "b.klaviyo.com" },
		func(s *Sent) { s.Header["X-Unheard-Of"] = []string{"1"} },
	} {
		o := *js[0].Outcomes[0]
		s := *o.Sent[0]
		s.Header = s.Header.Clone()
		spoil(&s)
		o.Sent = []*Sent{&s}
		if f := Compare(p, js[0].Result, []*Outcome{&o}); f == nil {
			t.Error("a spoilt request is taken for the one that is known")
		}
	}
}

func TestSameSeedSameProgram(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		a, b := grammar.Seeded(seed), grammar.Seeded(seed)
		if fmt.Sprint(a.Files) != fmt.Sprint(b.Files) {
			t.Fatalf("seed %d gives two programs", seed)
		}
	}
}

// Every construct of the grammar occurs in some program.
func TestGrammarIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for seed := range uint64(8000) {
		for _, p := range []*grammar.Program{grammar.Seeded(seed), grammar.Hook(seed)} {
			for _, c := range p.Constructs {
				used[c] = true
			}
		}
	}
	for _, c := range grammar.Constructs() {
		if !used[c.ID()] {
			t.Errorf("%s occurs in no program", c.ID())
		}
	}
	if n := len(grammar.Constructs()); n < 400 || slices.ContainsFunc(grammar.Constructs(), func(c *grammar.Construct) bool { return c.Body == "" }) {
		t.Errorf("the grammar has %d constructs, or empty ones", n)
	}
}
