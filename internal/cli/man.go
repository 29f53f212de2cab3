package cli

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/docs"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

func init() {
	register(&command{
		name: "man", args: "[COMMAND]", group: tools,
		summary: "print a man page, or write all of them into a folder",
		examples: []example{
			{"man | man -l -", "read the page"},
			{"man -dir /usr/local/share/man/man1", "install the pages of all commands"},
		},
		bind: func(_ *options, fs *flag.FlagSet) action {
			dir := fs.String("dir", "", "write the pages of all commands into this `dir`")
			return func(e *env, args []string) int { return e.man(*dir, args) }
		},
		words: func(*env) []string { return commandNames() },
	})
}

func (e *env) man(dir string, args []string) int {
	pages := docs.ManPages(Manual(e.rules))
	if dir != "" {
		if len(args) > 0 {
			return e.fail("man: -dir writes all pages; leave %s out", args[0])
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return e.fail("man: %v", err)
		}
		for _, name := range slices.Sorted(maps.Keys(pages)) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(pages[name]), 0o666); err != nil {
				return e.fail("man: %v", err)
			}
		}
		return exitClean
	}
	name := strings.Join(append([]string{"klaviyolint"}, args...), "-") + ".1"
	page, ok := pages[name]
	if !ok {
		return e.fail("man: no command %q (klaviyolint help lists them)", strings.Join(args, " "))
	}
	if _, err := e.stdout.Write([]byte(page)); err != nil {
		return e.fail("%v", err)
	}
	return exitClean
}

// Manual describes the command line, for docs/commands.md and the man pages.
func Manual(rules []*rule.Rule) docs.Manual {
	m := docs.Manual{Intro: strings.TrimSpace(intro), Version: buildVersion(), Day: klaviyo.FactsDay().String()}
	for _, g := range lintGroups {
		fs := newFlagSet("klaviyolint")
		g.bind(newOptions(nil), fs)
		m.Flags = append(m.Flags, docs.FlagGroup{Title: g.title, Flags: flagsOf(fs)})
	}
	m.Flags = append(m.Flags, docs.FlagGroup{Title: "Single rules", Flags: []docs.Flag{{Name: "RULE, -RULE=false", Usage: "run only this rule, and others named in the same way; run all rules but this one"}}})
	for _, c := range commands() {
		fs := c.flagSet(newOptions(nil))
		d := docs.Command{Name: c.name, Synopsis: c.synopsis(fs), Summary: c.summary, Text: c.text, Group: groupTitles[c.group], Flags: flagsOf(fs)}
		for _, x := range c.examples {
			d.Examples = append(d.Examples, docs.Example{Line: x.line, Does: x.does})
		}
		m.Commands = append(m.Commands, d)
	}
	return m
}

func flagsOf(fs *flag.FlagSet) []docs.Flag {
	var out []docs.Flag
	fs.VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		out = append(out, docs.Flag{Name: f.Name, Arg: arg, Usage: usage})
	})
	return out
}
