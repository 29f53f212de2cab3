// Agree runs klaviyolint twice, as users run it and with every package loaded
// and executed, and compares the findings byte for byte.
//
//	go run ./bench/agree                    # the modules of bench/modules.txt
//	go run ./bench/agree -only sling        # those whose path contains it
//	go run ./bench/agree DIR...             # modules on disk
//	go run ./bench/agree -flags "-strict" DIR
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/bench/internal/modules"
)

func main() {
	a := agree{}
	list := flag.String("list", "bench/modules.txt", "file that lists modules and versions")
	only := flag.String("only", "", "run on modules whose path contains one of these words, separated by commas")
	flags := flag.String("flags", "-enable all -severity info", "flags for klaviyolint")
	flag.StringVar(&a.bin, "bin", "", "use this klaviyolint instead of building one")
	flag.DurationVar(&a.limit, "limit", 20*time.Minute, "give up on a run after this time")
	flag.StringVar(&a.patterns, "patterns", "./...", "packages of each module")
	flag.Parse()
	a.flags = strings.Fields(*flags)
	if err := a.run(*list, *only, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "agree:", err)
		os.Exit(1)
	}
}

type agree struct {
	bin      string
	flags    []string
	patterns string
	limit    time.Duration
	failed   int
}

func (a *agree) run(list, only string, dirs []string) error {
	tmp, err := os.MkdirTemp("", "agree")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if a.bin == "" {
		a.bin = filepath.Join(tmp, "klaviyolint")
		if out, err := exec.Command("go", "build", "-o", a.bin, "./cmd/klaviyolint").CombinedOutput(); err != nil {
			return fmt.Errorf("build: %w\n%s", err, out)
		}
	}
	if a.bin, err = filepath.Abs(a.bin); err != nil {
		return err
	}
	for _, dir := range dirs {
		a.compare(dir, dir)
	}
	if len(dirs) == 0 {
		if err := a.modules(list, strings.Split(only, ","), tmp); err != nil {
			return err
		}
	}
	if a.failed > 0 {
		return fmt.Errorf("%d modules without agreement", a.failed)
	}
	return nil
}

func (a *agree) modules(list string, only []string, tmp string) error {
	all, err := modules.Read(list)
	if err != nil {
		return err
	}
	for _, m := range all {
		wanted := false
		for _, word := range only {
			wanted = wanted || strings.Contains(m.Path, word)
		}
		if !wanted {
			continue
		}
		dir, err := m.Fetch(tmp)
		if err != nil {
			fmt.Printf("%-50s not to be had: %v\n", m.Path, err)
			continue
		}
		a.compare(m.Path+" "+m.Version, dir)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// compare runs both ways on one module and prints a line about it.
func (a *agree) compare(name, dir string) {
	fast, slow := a.lint(dir), a.lint(dir, "-debug", "nogate")
	verdict := "agree"
	switch err := cmp.Or(fast.err, slow.err); {
	case err != nil:
		verdict = err.Error()
	case !bytes.Equal(fast.out, slow.out):
		verdict = "DIFFER"
	}
	if verdict != "agree" {
		a.failed++
	}
	fmt.Printf("%-50s %-8s %4d findings  %8s and %8s\n", name, verdict, bytes.Count(fast.out, []byte("\n")),
		fast.took.Round(10*time.Millisecond), slow.took.Round(10*time.Millisecond))
	if verdict == "DIFFER" {
		only("only with the gate:   ", fast.out, slow.out)
		only("only without the gate:", slow.out, fast.out)
	}
	// Without the gate more is type-checked, and so more can be complained of.
	only("  trouble with the gate only: ", fast.said, slow.said)
}

// only prints the lines of one text that the other has not.
func only(label string, of, other []byte) {
	have := map[string]bool{}
	for line := range bytes.Lines(other) {
		have[string(line)] = true
	}
	for line := range bytes.Lines(of) {
		if !have[string(line)] {
			fmt.Printf("  %s %s", label, line)
		}
	}
}

type outcome struct {
	out, said []byte
	took      time.Duration
	err       error
}

func (a *agree) lint(dir string, more ...string) outcome {
	ctx, cancel := context.WithTimeout(context.Background(), a.limit)
	defer cancel()
	args := append(append([]string{}, a.flags...), more...)
	cmd := exec.CommandContext(ctx, a.bin, append(args, strings.Fields(a.patterns)...)...)
	cmd.Dir = dir
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	start := time.Now()
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); ctx.Err() == nil && errors.As(err, &exit) && exit.ExitCode() <= 2 {
		err = nil // findings, or trouble that both runs have
	}
	return outcome{out.Bytes(), said.Bytes(), time.Since(start), cmp.Or(ctx.Err(), err)}
}
