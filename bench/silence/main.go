// Silence runs klaviyolint on a fixed list of modules that have nothing to do
// with Klaviyo, and reports what it said about each.
package main

import (
	"bytes"
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
	only := flag.String("only", "", "run on modules whose path contains this")
	flag.Parse()
	if err := run(*list, *only, *nogate, *std); err != nil {
		fmt.Fprintln(os.Stderr, "silence:", err)
		os.Exit(1)
	}
}

func run(list, only string, nogate, std bool) error {
	tmp, err := os.MkdirTemp("", "silence")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	bin := filepath.Join(tmp, "klaviyolint")
	if out, err := exec.Command("go", "build", "-o", bin, "./cmd/klaviyolint").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	loud := 0
	judge := func(name, dir string) {
		findings, said, took := lint(bin, dir, nogate)
		fmt.Printf("%-60s %3d findings  %8s  %s\n", name, findings, took.Round(10*time.Millisecond), said)
		loud += findings
	}
	if std {
		root, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			return err
		}
		judge("std "+runtime.Version(), filepath.Join(strings.TrimSpace(string(root)), "src"))
	} else if err := each(list, only, tmp, judge); err != nil {
		return err
	}
	if loud > 0 {
		return fmt.Errorf("%d findings where none is due", loud)
	}
	return nil
}

func each(list, only, tmp string, judge func(name, dir string)) error {
	all, err := modules.Read(list)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !strings.Contains(m.Path, only) {
			continue
		}
		dir, err := m.Fetch(tmp)
		if err != nil {
			fmt.Printf("%-60s not to be had: %v\n", m.Path, err)
			continue
		}
		judge(m.Path+" "+m.Version, dir)
	}
	return nil
}

// lint runs klaviyolint and returns the number of its findings, the first line
// of what it complained about, and the time.
func lint(bin, dir string, nogate bool) (int, string, time.Duration) {
	args := []string{"-test=false", "-severity", "info"}
	if nogate {
		args = append(args, "-debug", "nogate")
	}
	cmd := exec.Command(bin, append(args, "./...")...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	_ = cmd.Run() // the exit code repeats what is counted here
	took := time.Since(start)
	first, _, _ := strings.Cut(errs.String(), "\n")
	if i := strings.Index(errs.String(), "panic"); i >= 0 {
		first, _, _ = strings.Cut(errs.String()[i:], "\n")
	}
	n := strings.Count(out.String(), "\n")
	if n > 0 {
		fmt.Print(out.String())
	}
	return n, first, took
}
