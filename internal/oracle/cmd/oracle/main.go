// Command oracle runs generated programs and compares what they send with what
// the engine says of them.
//
//	go run ./internal/oracle/cmd/oracle -n 20000 -seed 1
//	go run ./internal/oracle/cmd/oracle -exact      # exactness by construct
//	go run ./internal/oracle/cmd/oracle -show 17    # the program of a seed
//
// It exits with 1 when engine and run differ.
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/oracle"
	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
)

func main() {
	n := flag.Int("n", 1000, "number of programs")
	seed := flag.Uint64("seed", 1, "first seed")
	batch := flag.Int("batch", 250, "programs in one binary")
	show := flag.Int64("show", -1, "print the program of a seed, and what is found")
	check := flag.Bool("check", false, "type-check only")
	stop := flag.Int("stop", 0, "end after so many failures; 0: never")
	hooks := flag.Int("hooks", 0, "judge so many handlers of webhooks instead")
	shrink := flag.Bool("shrink", false, "with -show: make a failing program smaller")
	exact := flag.Bool("exact", false, "measure exactness by construct")
	every := flag.Bool("all", false, "with -exact: list constructs that are exact too")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	w := oracle.NewWorld()
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(2)
	}
	if *check {
		for i, c := range grammar.Values() {
			for _, apart := range []bool{false, true} {
				p := grammar.Probe(c, "path", apart, i)
				if err := w.Check(p); err != nil {
					fmt.Println(c.ID(), err)
				}
			}
		}
	}
	if *hooks > 0 {
		var ps []*grammar.Program
		for i := range *hooks {
			ps = append(ps, grammar.Hook(*seed+uint64(i)))
		}
		js, err := oracle.JudgeHooks(ctx, w, ps)
		if err != nil {
			fail(err)
		}
		wrong, missed := 0, 0
		for _, j := range js {
			if j.False != "" {
				wrong++
				fmt.Println(j.Program.ID, "false:", j.False, j.Program.Constructs)
			}
			if *hooks == 1 {
				print1(j.Program)
				fmt.Println(j.Accepted, j.Refuses, j.Opens)
			}
			if j.Missed != "" {
				missed++
				fmt.Println(j.Program.ID, "missed:", j.Missed, j.Program.Constructs)
			}
		}
		fmt.Printf("%d handlers, 5 deliveries each: %d false, %d missed\n", len(js), wrong, missed)
		if wrong+missed > 0 {
			os.Exit(1)
		}
		return
	}
	if *exact {
		probed, err := oracle.ProbeAll(ctx, w, oracle.Parts...)
		if err != nil {
			fail(err)
		}
		for _, p := range probed {
			if p.Failure != nil {
				fmt.Println(p.Construct.ID(), p.Failure)
			}
		}
		oracle.WriteExactness(os.Stdout, probed, *every)
		return
	}
	if *show >= 0 {
		p := grammar.Seeded(uint64(*show))
		print1(p)
		js, err := oracle.Judge(ctx, w, []*grammar.Program{p})
		if err != nil {
			fail(err)
		}
		f := js[0].Failure
		fmt.Println("//", f)
		if f != nil && *shrink {
			if f, err = oracle.Shrink(ctx, w, f); err != nil {
				fail(err)
			}
			print1(f.Program)
			fmt.Println("//", f)
		}
		return
	}
	fmt.Printf("edition %s, seeds %d to %d\n", grammar.Edition(), *seed, *seed+uint64(*n)-1)
	failures, sent := 0, 0
	kinds := map[oracle.Kind]int{}
	for from := 0; from < *n; from += *batch {
		var ps []*grammar.Program
		for i := from; i < min(from+*batch, *n); i++ {
			p := grammar.Seeded(*seed + uint64(i))
			if err := w.Check(p); err != nil {
				fmt.Println(p.ID, err)
				if *check {
					continue
				}
				print1(p)
				fail(err)
			}
			ps = append(ps, p)
		}
		if *check {
			continue
		}
		js, err := oracle.Judge(ctx, w, ps)
		if err != nil {
			fail(err)
		}
		for _, j := range js {
			sent += j.Sent()
			if j.Failure != nil {
				failures++
				kinds[j.Failure.Kind]++
				fmt.Println(j.Failure, j.Program.Constructs)
			}
		}
		if *stop > 0 && failures >= *stop {
			break
		}
	}
	fmt.Printf("%d requests arrived, %d programs failed", sent, failures)
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Printf(", %s %d", k, kinds[k])
	}
	fmt.Println()
	if failures > 0 {
		os.Exit(1)
	}
}

func print1(p *grammar.Program) {
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		fmt.Printf("// %s\n%s\n", name, p.Files[name])
	}
}
