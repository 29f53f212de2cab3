// Bench times klaviyolint beside other tools: on modules fetched at fixed
// versions, and on generated ones. It writes a Markdown table with ratios, and
// a plot.
//
//	go run ./bench                       # everything; takes a while
//	go run ./bench -only growth -runs 7  # the situations whose name contains it
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

func main() {
	runs := flag.Int("runs", 5, "measured runs of each command, after one that fills the caches")
	only := flag.String("only", "", "situations whose name contains this")
	skip := flag.String("skip", "", "leave out commands whose name contains one of these words, set off by commas")
	table := flag.String("o", "", "write the table to this file as well")
	plot := flag.String("plot", "", "write a plot of the growth with the size of a module to this SVG file")
	peers := flag.Bool("peers", true, "install and run staticcheck and gitleaks too")
	golangci := flag.Bool("golangci", false, "build golangci-lint with klaviyolint inside, which takes minutes the first time, and run it too")
	flag.Parse()
	if err := run(*runs, *only, *skip, *table, *plot, *peers, *golangci); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// without leaves out the commands that take too long where they stand.
func without(cmds []command, skip string) []command {
	return slices.DeleteFunc(slices.Clone(cmds), func(c command) bool {
		return skip != "" && slices.ContainsFunc(strings.Split(skip, ","), func(w string) bool { return strings.Contains(c.name, w) })
	})
}

func run(runs int, only, skip, table, plot string, peers, golangci bool) error {
	tmp, err := os.MkdirTemp("", "klaviyolint-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	t, err := buildTools(filepath.Join(tmp, "bin"), peers)
	if err != nil {
		return err
	}
	if golangci {
		if t.golangci, err = buildGolangci(tmp); err != nil {
			return err
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s/%s, %d cores, median of %d\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runs)
	fmt.Fprint(&b, "| situation | command | time | of klaviyolint's | CPU time | memory |\n|---|---|--:|--:|--:|--:|\n")
	fmt.Print(b.String())
	var curves []curve
	for _, s := range situations(t) {
		if !strings.Contains(s.name, only) {
			continue
		}
		dir := filepath.Join(tmp, "module")
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		dir, err := s.make(dir)
		if err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", s.name, err)
			continue
		}
		if s.prepare != nil {
			s.prepare(dir)
		}
		samples := measure(dir, runs, without(s.commands, skip))
		rows := format(s.name, samples)
		fmt.Print(rows)
		b.WriteString(rows)
		if s.size > 0 {
			curves = append(curves, curve{s.size, samples})
		}
	}
	if table != "" {
		if err := os.WriteFile(table, []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	if plot != "" {
		return os.WriteFile(plot, []byte(draw(curves)), 0o644)
	}
	return nil
}

// format writes the rows of a situation. The first command is klaviyolint.
func format(name string, samples []sample) string {
	var b strings.Builder
	for i, s := range samples {
		if s.err != nil {
			fmt.Fprintf(&b, "| %s | %s | %v | | |\n", name, s.name, strings.ReplaceAll(s.err.Error(), "|", "/"))
			continue
		}
		ratio := "1"
		if i > 0 && samples[0].err == nil {
			ratio = fmt.Sprintf("%.2f", float64(s.wall)/float64(samples[0].wall))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d MB |\n", name, s.name, s.wall.Round(time.Millisecond), ratio, s.cpu.Round(time.Millisecond), s.memory>>20)
	}
	return b.String()
}

// tools are the paths of the programs that are compared.
type tools struct {
	klaviyolint, multichecker, noop string
	staticcheck, gitleaks           string // "" where they could not be had
	golangci                        string // with klaviyolint and the plugin that does nothing; "" where it was not asked for
}

// Versions of the peers, installed from the module proxy.
const (
	staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.7.0"
	gitleaks    = "github.com/zricethezav/gitleaks/v8@v8.30.0"
)

func buildTools(dir string, peers bool) (*tools, error) {
	t := new(tools)
	for _, own := range []struct {
		to  *string
		pkg string
	}{{&t.klaviyolint, "./cmd/klaviyolint"}, {&t.multichecker, "./bench/multichecker"}, {&t.noop, "./bench/noop/vettool"}} {
		*own.to = filepath.Join(dir, filepath.Base(own.pkg))
		if out, err := exec.Command("go", "build", "-o", *own.to, own.pkg).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build %s: %w\n%s", own.pkg, err, out)
		}
	}
	if !peers {
		return t, nil
	}
	for _, peer := range []struct {
		to       *string
		pkg, bin string
	}{{&t.staticcheck, staticcheck, "staticcheck"}, {&t.gitleaks, gitleaks, "gitleaks"}} {
		cmd := exec.Command("go", "install", peer.pkg)
		cmd.Env = append(os.Environ(), "GOBIN="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "bench: without %s: %v: %s\n", peer.pkg, err, firstLine(string(out)))
			continue
		}
		*peer.to = filepath.Join(dir, peer.bin)
	}
	return t, nil
}

func buildGolangci(tmp string) (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(tmp, "golangci")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	out := filepath.Join(dir, "bin", "golangci-lint")
	return out, hosttest.BuildGolangciLint(root, dir, out, "analyzers/golangci", "bench/noop")
}
