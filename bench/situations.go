package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/klaviyolint/klaviyolint/bench/internal/modules"
	"github.com/klaviyolint/klaviyolint/internal/e2e/connectors"
)

// A situation is a module and the commands that are compared on it.
type situation struct {
	name     string
	size     int // packages, where it is one of a series
	make     func(dir string) (string, error)
	prepare  func(dir string)
	commands []command
}

// untouched are modules that never touch Klaviyo, and one that does in a few of
// its packages.
var untouched = []modules.Module{
	{Path: "github.com/gohugoio/hugo", Version: "v0.150.0"},
	{Path: "k8s.io/kubernetes", Version: "v1.31.0"},
	{Path: "github.com/aws/aws-sdk-go", Version: "v1.55.5"},
}

var touched = modules.Module{Path: "github.com/trufflesecurity/trufflehog/v3", Version: "v3.90.8"}

func situations(t *tools) []situation {
	lint := command{name: "klaviyolint ./...", args: []string{t.klaviyolint, "./..."}, mayFail: []int{1, 2}}
	list := command{name: "go list ./...", args: []string{"go", "list", "./..."}}
	vet := command{name: "go vet ./... (warm)", args: []string{"go", "vet", "./..."}, mayFail: []int{1}}
	grep := command{name: "grep -rl klaviyo", args: []string{"grep", "-rl", "klaviyo", "."}, mayFail: []int{1}}
	multi := command{name: "multichecker, same passes", args: []string{t.multichecker, "./..."}, mayFail: []int{1, 2, 3}}
	peers := func(cmds ...command) []command {
		if t.staticcheck != "" {
			cmds = append(cmds, command{name: "staticcheck ./... (warm)", args: []string{t.staticcheck, "./..."}, mayFail: []int{1}})
		}
		if t.gitleaks != "" {
			cmds = append(cmds, command{name: "gitleaks dir", args: []string{t.gitleaks, "dir", "--no-banner", "--exit-code", "0", "."}})
		}
		return cmds
	}
	tidy := func(dir string) { _ = goIn(dir, "list", "-mod=mod", "./...") }

	var out []situation
	for _, m := range untouched {
		out = append(out, situation{
			name: "never touches Klaviyo: " + m.Path, make: m.Fetch,
			prepare:  func(dir string) { published(dir); tidy(dir) },
			commands: peers(lint, list, grep, vet, multi),
		})
	}
	out = append(out, situation{name: "few packages touch it: " + touched.Path, make: touched.Fetch, prepare: tidy, commands: peers(lint, vet, multi)})

	generated := func(s shape) func(string) (string, error) {
		return func(dir string) (string, error) { return dir, s.generate(dir) }
	}
	for _, n := range []int{100, 1000, 5000} {
		out = append(out, situation{
			name: fmt.Sprintf("growth: %d packages, ten touch it", n), size: n,
			make: generated(shape{packages: n, klaviyo: 10}), commands: []command{lint, list, grep},
		})
	}
	out = append(out,
		situation{
			name:     "configuration field: 1000 packages import it, ten touch Klaviyo",
			make:     generated(shape{packages: 1000, klaviyo: 10, field: true}),
			commands: []command{lint, list},
		},
		situation{
			name: "five of 300 packages touch it",
			make: generated(shape{packages: 300, klaviyo: 5}), prepare: func(dir string) { _ = goIn(dir, "vet", "./...") },
			commands: []command{lint, vet, multi},
		},
		situation{
			name:     "300 vendor connectors on one framework, one of them Klaviyo's",
			make:     func(dir string) (string, error) { return dir, connectors.Generate(dir, 300) },
			commands: []command{lint, list, grep},
		},
		cold(t), vetTool(t, true), vetTool(t, false), inGolangci(t, true), inGolangci(t, false),
		situation{
			name:     "65,000 generated lines that call Klaviyo",
			make:     func(dir string) (string, error) { return dir, huge(dir, 65_000, 0) },
			commands: []command{lint, {name: "gofmt -l", args: []string{"gofmt", "-l", "."}}},
		},
		situation{
			name:     "20 MB of embedded data",
			make:     func(dir string) (string, error) { return dir, huge(dir, 160, 20) },
			commands: []command{lint, {name: "gofmt -l", args: []string{"gofmt", "-l", "."}}},
		},
		situation{
			name:     "20 MB of data in Go source",
			make:     func(dir string) (string, error) { return dir, literal(dir, 20) },
			commands: []command{lint, {name: "gofmt -l", args: []string{"gofmt", "-l", "."}}},
		},
	)
	return slices.DeleteFunc(out, func(s situation) bool { return len(s.commands) == 0 })
}

// published replaces the folders of other modules that a module's own repository
// has, and its published form lacks, by what is published of them: Kubernetes
// keeps some below staging, with the minor version of its own.
func published(dir string) {
	file := filepath.Join(dir, "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return
	}
	mod, err := modfile.Parse(file, data, nil)
	if err != nil {
		return
	}
	edits := []string{"mod", "edit"}
	for _, r := range mod.Replace {
		if strings.HasPrefix(r.New.Path, "./staging/") {
			edits = append(edits, "-dropreplace="+r.Old.Path, "-require="+r.Old.Path+"@v0.31.0")
		}
	}
	if len(edits) > 2 {
		_ = goIn(dir, edits...)
		_ = os.Remove(filepath.Join(dir, "go.work"))
	}
}

// cold compares with the compiler where nothing has been built before.
func cold(t *tools) situation {
	cache := filepath.Join(os.TempDir(), "klaviyolint-bench-cache")
	empty := func() error { return os.RemoveAll(cache) }
	env := []string{"GOCACHE=" + cache}
	fresh := func(c command) command {
		c.env, c.before = append(env, c.env...), empty
		return c
	}
	lint := command{name: "klaviyolint ./... (cold)", args: []string{t.klaviyolint, "./..."}, mayFail: []int{1, 2}}
	warm := lint
	warm.name = "klaviyolint ./... (warm)"
	cmds := []command{
		fresh(lint), warm,
		fresh(command{name: "go build ./... (cold)", args: []string{"go", "build", "./..."}}),
		fresh(command{name: "go vet ./... (cold)", args: []string{"go", "vet", "./..."}, mayFail: []int{1}}),
	}
	if t.staticcheck != "" {
		cmds = append(cmds, fresh(command{name: "staticcheck ./... (cold)", args: []string{t.staticcheck, "./..."}, mayFail: []int{1}}))
	}
	if t.golangci != "" {
		cmds = append(cmds, fresh(command{
			name: "golangci-lint run, its default linters (cold)", args: []string{t.golangci, "run", "--no-config", "./..."}, mayFail: []int{1},
			env: []string{"GOLANGCI_LINT_CACHE=" + cache},
		}))
	}
	return situation{
		name:     "cold build cache, five of 300 packages touch it",
		make:     func(dir string) (string, error) { return dir, shape{packages: 300, klaviyo: 5}.generate(dir) },
		prepare:  func(dir string) { _ = goIn(dir, "build", "./...") },
		commands: cmds,
	}
}

// vetTool compares the vet tool with one that does nothing, where no package
// names Klaviyo.
func vetTool(t *tools, warm bool) situation {
	name, before := "go vet -vettool, warm, nothing touches Klaviyo", func() error { return nil }
	env := []string(nil)
	if !warm {
		name = "go vet -vettool, cold, nothing touches Klaviyo"
		cache := filepath.Join(os.TempDir(), "klaviyolint-bench-cache")
		env = []string{"GOCACHE=" + cache}
		before = func() error { return os.RemoveAll(cache) }
	}
	tool := func(name, bin string) command {
		return command{name: name, args: []string{"go", "vet", "-vettool=" + bin, "./..."}, env: env, before: before, mayFail: []int{1}}
	}
	return situation{
		name:     name,
		make:     func(dir string) (string, error) { return dir, shape{packages: 100}.generate(dir) },
		commands: []command{tool("klaviyolint", t.klaviyolint), tool("an analyzer that does nothing", t.noop)},
	}
}

// inGolangci compares golangci-lint with our plugin alone and with one that does
// nothing, where no package names Klaviyo. Its own cache is what is cold.
func inGolangci(t *tools, warm bool) situation {
	if t.golangci == "" {
		return situation{}
	}
	name, before := "golangci-lint, warm, nothing touches Klaviyo", func() error { return nil }
	cache := filepath.Join(os.TempDir(), "klaviyolint-bench-golangci")
	if !warm {
		name, before = "golangci-lint, cold, nothing touches Klaviyo", func() error { return os.RemoveAll(cache) }
	}
	with := func(name, plugin string) command {
		return command{
			name: name, before: before, mayFail: []int{1}, env: []string{"GOLANGCI_LINT_CACHE=" + cache},
			args: []string{t.golangci, "run", "-c", plugin + ".yml", "./..."},
		}
	}
	return situation{
		name: name,
		make: func(dir string) (string, error) {
			w := &writer{dir: dir}
			for _, plugin := range []string{"klaviyolint", "noop"} {
				w.file(plugin+".yml", "version: \"2\"\nlinters:\n  default: none\n  enable: ["+plugin+"]\n  settings:\n    custom:\n      "+plugin+":\n        type: module\n")
			}
			return dir, errors.Join(w.err, shape{packages: 100}.generate(dir))
		},
		commands: []command{with("klaviyolint", "klaviyolint"), with("an analyzer that does nothing", "noop")},
	}
}

func goIn(dir string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	return cmd.Run()
}
