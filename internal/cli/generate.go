package cli

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/generate"
)

// generators are what the command can write. The folder is where it goes without
// -o: its name says Klaviyo, so that rawhttp takes it for the client that it is.
var generators = []struct {
	name, folder, pkg, what string
	files                   func(pkg string) ([]generate.File, error)
}{
	{"health", "internal/klaviyo/health", "health", "the health check of the module klaviyolint/health, with its test, without the dependency", generate.Health},
	{"client", "internal/klaviyo", "klaviyo", "a client of the standard library alone: limits, retries, breaker, switch, metrics", generate.Client},
	{"runbook", "docs/klaviyo-runbook.md", "", "a page for the day that Klaviyo fails, from what the repository holds", nil},
}

func init() {
	var names, text []string
	for _, g := range generators {
		names = append(names, g.name)
		text = append(text, fmt.Sprintf("* `%s` (%s): %s.", g.name, g.folder, g.what))
	}
	register(&command{
		name: "generate", args: strings.Join(names, "|"), group: goLive,
		summary: "write a health check, a client or a runbook into this code base",
		text: "It prints what it would write. With -w it writes. It never touches a file that klaviyolint did not write. In a runbook it changes only the text between its markers.\n\n" +
			strings.Join(text, "\n") + "\n\nYou can change the code. Lint judges it like any other.",
		examples: []example{
			{"generate health -w", "copy the health check into internal/klaviyo/health"},
			{"generate client -package mail -o internal/mail/klaviyo", "show a client for another folder"},
			{"generate runbook -w", "write or renew docs/klaviyo-runbook.md"},
		},
		words: func(*env) []string { return names },
		bind: func(o *options, fs *flag.FlagSet) action {
			g := &generateFlags{options: o}
			loadFlags(o, fs)
			fs.StringVar(&o.config, "config", o.config, "read this `file` instead of .klaviyolint.toml")
			o.source.BindFlags(fs)
			fs.BoolVar(&g.write, "w", false, "write the files")
			fs.StringVar(&g.out, "o", "", "write to this `folder`, or for the runbook to this file")
			fs.StringVar(&g.pkg, "package", "", "`name` of the package")
			return func(e *env, args []string) int { return e.generate(g, args) }
		},
	})
}

type generateFlags struct {
	*options
	write    bool
	out, pkg string
}

func (e *env) generate(g *generateFlags, args []string) int {
	var names []string
	for _, x := range generators {
		names = append(names, x.name)
	}
	if len(args) == 0 {
		return e.fail("generate: say what: %s", strings.Join(names, ", "))
	}
	i := slices.Index(names, args[0])
	if i < 0 {
		return e.fail("generate %s: want %s", args[0], strings.Join(names, ", "))
	}
	x := generators[i]
	if err := g.chdir(); err != nil {
		return e.fail("%v", err)
	}
	to := cmp.Or(g.out, x.folder)
	if x.files == nil {
		if g.pkg != "" {
			return e.fail("generate runbook has no package")
		}
		return e.runbook(g, to, args[1:])
	}
	if len(args) > 1 {
		return e.fail("generate %s takes no packages", x.name)
	}
	files, err := x.files(cmp.Or(g.pkg, x.pkg))
	if err != nil {
		return e.fail("generate %s: %v", x.name, err)
	}
	if !g.write {
		return e.show(to, files)
	}
	if err := generate.Write(to, files); err != nil {
		return e.fail("generate %s: %v", x.name, err)
	}
	for _, f := range files {
		fmt.Fprintln(e.stdout, filepath.Join(to, f.Name))
	}
	return exitClean
}

// show prints what would be written, each file under its name.
func (e *env) show(to string, files []generate.File) int {
	if _, _, err := generate.Check(to, files); err != nil {
		return e.fail("%v", err)
	}
	var b bytes.Buffer
	for i, f := range files {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "-- %s --\n%s", filepath.ToSlash(filepath.Join(to, f.Name)), f.Text)
	}
	if _, err := e.stdout.Write(b.Bytes()); err != nil {
		return e.fail("%v", err)
	}
	fmt.Fprintf(e.stderr, "klaviyolint: nothing was written; -w writes these %d files\n", len(files))
	return exitClean
}

// runbook writes the runbook, or renews what stands between its markers.
func (e *env) runbook(g *generateFlags, to string, patterns []string) int {
	facts, code := e.runbookFacts(g, patterns)
	if facts == nil {
		return code
	}
	have, err := os.ReadFile(to)
	if err != nil && !os.IsNotExist(err) {
		return e.fail("%v", err)
	}
	text, err := generate.Runbook(facts, have)
	if err != nil {
		return e.fail("%s: %v", to, err)
	}
	if !g.write {
		if _, err := e.masked().Write(text); err != nil {
			return e.fail("%v", err)
		}
		fmt.Fprintf(e.stderr, "klaviyolint: nothing was written; -w writes %s\n", to)
		return code
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return e.fail("%v", err)
	}
	var masked bytes.Buffer
	if _, err := (maskWriter{&masked}).Write(text); err != nil {
		return e.fail("%v", err)
	}
	if err := os.WriteFile(to, masked.Bytes(), 0o644); err != nil {
		return e.fail("%v", err)
	}
	fmt.Fprintln(e.stdout, to)
	return code
}
