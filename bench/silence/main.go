// Silence runs klaviyolint on a fixed list of modules that have nothing to do
// with Klaviyo, and reports what it said about each.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/bench/internal/modules"
)

func main() {
	list := flag.String("list", "bench/modules.txt", "file that lists modules and versions")
	nogate := flag.Bool("nogate", false, "analyse every package")
	std := flag.Bool("std", false, "run on the standard library instead of the list")
	only := flag.String("only", "", "run on modules whose path contains one of these, separated by commas")
	skip := flag.String("skip", "", "leave out modules whose path contains one of these, separated by commas")
	timeout := flag.Duration("timeout", 0, "give a module up after this time (0: never); that counts as a failure")
	flag.Parse()
	if err := run(&bench{list: *list, only: *only, skip: *skip, nogate: *nogate, timeout: *timeout}, *std); err != nil {
		fmt.Fprintln(os.Stderr, "silence:", err)
		os.Exit(1)
	}
}

// A bench is what the flags ask for.
type bench struct {
	list, only, skip string
	nogate           bool
	timeout          time.Duration
	tmp, bin         string
}

// selects says whether the flags ask for the module.
func (b *bench) selects(path string) bool {
	holds := func(words string) bool {
		for s := range strings.SplitSeq(words, ",") {
			if s != "" && strings.Contains(path, s) {
				return true
			}
		}
		return false
	}
	return !holds(b.skip) && (b.only == "" || holds(b.only))
}

func run(b *bench, std bool) error {
	tmp, err := os.MkdirTemp("", "silence")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b.tmp, b.bin = tmp, filepath.Join(tmp, "klaviyolint")
	if out, err := exec.Command("go", "build", "-o", b.bin, "./cmd/klaviyolint").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	loud, broken, judged := 0, 0, 0
	judge := func(name, dir, pattern string) {
		l := b.lint(dir, pattern)
		fmt.Printf("%-60s %3d findings  %8s  %s\n", name, l.findings, l.took.Round(10*time.Millisecond), l.said)
		loud += l.findings
		judged++
		if l.broken {
			broken++
		}
	}
	if std {
		root, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			return err
		}
		if err := b.std(filepath.Join(strings.TrimSpace(string(root)), "src"), judge); err != nil {
			return err
		}
	} else if err := b.each(judge); err != nil {
		return err
	}
	if judged == 0 {
		return errors.New("no module was judged: -only and -skip leave none")
	}
	if loud+broken > 0 {
		return fmt.Errorf("%d findings where none is due, %d runs that panicked or were given up", loud, broken)
	}
	return nil
}

// std judges one folder after the other: without the gate all packages of the
// standard library at once take more memory than most machines have.
func (b *bench) std(src string, judge func(name, dir, pattern string)) error {
	folders, err := os.ReadDir(src)
	if err != nil {
		return err
	}
	for _, f := range folders {
		switch f.Name() {
		case "builtin", "cmd", "testdata", "vendor": // no package, or another module's
			continue
		}
		if f.IsDir() && b.selects(f.Name()) {
			judge(runtime.Version()+" "+f.Name(), src, "./"+f.Name()+"/...")
		}
	}
	return nil
}

func (b *bench) each(judge func(name, dir, pattern string)) error {
	all, err := modules.Read(b.list)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !b.selects(m.Path) {
			continue
		}
		dir, err := m.Fetch(b.tmp)
		if err != nil {
			fmt.Printf("%-60s not to be had: %v\n", m.Path, err)
			continue
		}
		judge(m.Path+" "+m.Version, dir, "./...")
	}
	return nil
}

// An outcome is what klaviyolint did with one module.
type outcome struct {
	findings int
	said     string // the first line of what it complained about, a panic first
	took     time.Duration
	broken   bool // a panic, or given up
}

func (b *bench) lint(dir, pattern string) outcome {
	args := []string{"-test=false", "-severity", "info"}
	if b.nogate {
		args = append(args, "-debug", "nogate")
	}
	ctx := context.Background()
	if b.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, b.timeout)
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, b.bin, append(args, pattern)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off") // a go.work may name folders that the module's zip leaves out
	cmd.WaitDelay = time.Second                  // a go command that klaviyolint started may hold the pipes
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	_ = cmd.Run() // the exit code repeats what is counted here
	l := outcome{took: time.Since(start)}
	l.said, _, _ = strings.Cut(errs.String(), "\n")
	if i := strings.Index(errs.String(), "panic"); i >= 0 {
		l.said, _, _ = strings.Cut(errs.String()[i:], "\n")
		l.broken = true
	}
	if ctx.Err() != nil {
		l.said, l.broken = "given up", true
	}
	if l.findings = strings.Count(out.String(), "\n"); l.findings > 0 {
		fmt.Print(out.String())
	}
	return l
}
