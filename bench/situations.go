package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/klaviyolint/klaviyolint/bench/internal/modules"
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
	{Path: "github.com/hashicorp/terraform", Version: "v1.9.8"},
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
		if t.golangci != "" {
			cmds = append(cmds, command{name: "golangci-lint run (warm)", args: []string{t.golangci, "run", "./..."}, mayFail: []int{1}})
		}
		return cmds
	}
	tidy := func(dir string) { _ = goIn(dir, "mod", "download") }

	var out []situation
	for _, m := range untouched {
		out = append(out, situation{name: "never touches Klaviyo: " + m.Path, make: m.Fetch, prepare: tidy, commands: peers(lint, list, grep, vet, multi)})
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
		cold(t), vetTool(t, true), vetTool(t, false),
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
	)
	return out
}

// cold compares with the compiler where nothing has been built before.
func cold(t *tools) situation {
	cache := filepath.Join(os.TempDir(), "klaviyolint-bench-cache")
	empty := func() error { return os.RemoveAll(cache) }
	env := []string{"GOCACHE=" + cache}
	return situation{
		name: "cold build cache, five of 300 packages touch it",
		make: func(dir string) (string, error) { return dir, shape{packages: 300, klaviyo: 5}.generate(dir) },
		commands: []command{
			{name: "klaviyolint ./...", args: []string{t.klaviyolint, "./..."}, env: env, before: empty, mayFail: []int{1}},
			{name: "go build of the five", args: []string{"go", "build", "./crm", "./sync1", "./sync2", "./sync3", "./sync4"}, env: env, before: empty},
		},
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

func goIn(dir string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	return cmd.Run()
}
