package cli

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/docs"
)

const intro = `klaviyolint reads Go code that talks to Klaviyo and says what will break in production.

usage: klaviyolint [flags] [packages]
       klaviyolint [flags] COMMAND [arguments]

Packages are named as for go build; none means the current directory, ./... all below it.
Findings go to stdout. Exit codes: 0 clean, 1 findings, 2 the tool could not do its work.
It is a tool for go vet too: go vet -vettool=$(which klaviyolint) ./...
`

func init() {
	register(&command{
		name: "help", args: "[COMMAND | RULE]", group: tools,
		summary: "show this text, or tell about a command or a rule",
		bind:    func(_ *options, _ *flag.FlagSet) action { return runHelp },
		words:   func(e *env) []string { return append(commandNames(), ruleNames(e.rules)...) },
	})
	register(&command{
		name: "explain", args: "RULE...", group: understand,
		summary: "say what a rule checks and why, with bad and good code, and how to fix or silence it",
		bind:    func(_ *options, _ *flag.FlagSet) action { return runExplain },
		words:   func(e *env) []string { return ruleNames(e.rules) },
	})
}

// usageWidth is the column of commands in help; a longer one has a line of its own.
const usageWidth = 24

func (e *env) help() {
	w := e.stdout
	fmt.Fprint(w, intro)
	fmt.Fprint(w, "\nCommands:\n")
	last := group(-1)
	for _, c := range commands() {
		if c.group != last {
			last = c.group
			fmt.Fprintf(w, "\n  %s:\n", groupTitles[c.group])
		}
		usage := c.usage()
		if len(usage) > usageWidth {
			fmt.Fprintf(w, "    %s\n", usage)
			usage = ""
		}
		fmt.Fprintf(w, "    %-*s %s\n", usageWidth, usage, c.summary)
	}
	fmt.Fprint(w, "\nRules:\n\n")
	for _, r := range e.rules {
		fmt.Fprintf(w, "  %-26s %s\n", r.Doc.Name, r.Doc.Title)
	}
	for _, g := range lintGroups {
		fmt.Fprintf(w, "\n%s:\n\n", g.title)
		fs := newFlagSet("klaviyolint")
		g.bind(newOptions(nil), fs)
		printFlags(w, fs)
	}
	fmt.Fprint(w, "\nSingle rules:\n\n  -RULE, -RULE=false\n        run only this rule, and others named in the same way; run all rules but this one\n")
}

func (e *env) commandHelp(c *command) {
	w := e.stdout
	fs := c.flagSet(newOptions(nil))
	fmt.Fprintf(w, "%s.\n\nusage: klaviyolint %s\n", upper(c.summary), c.synopsis(fs))
	if c.text != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.text))
	}
	if len(c.examples) > 0 {
		fmt.Fprint(w, "\nExamples:\n\n")
		for _, x := range c.examples {
			fmt.Fprintf(w, "  klaviyolint %s\n        %s\n", x.line, x.does)
		}
	}
	if hasFlags(fs) {
		fmt.Fprint(w, "\nFlags:\n\n")
		printFlags(w, fs)
	}
}

// synopsis is the usage of a command, with [flags] where it has any.
func (c *command) synopsis(fs *flag.FlagSet) string {
	if !hasFlags(fs) {
		return c.usage()
	}
	return strings.TrimSpace(c.name + " [flags] " + c.args)
}

func hasFlags(fs *flag.FlagSet) bool {
	any := false
	fs.VisitAll(func(*flag.Flag) { any = true })
	return any
}

func printFlags(w io.Writer, fs *flag.FlagSet) {
	fs.VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		if arg != "" {
			arg = " " + arg
		}
		fmt.Fprintf(w, "  -%s%s\n        %s\n", f.Name, arg, usage)
	})
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func runHelp(e *env, args []string) int {
	if len(args) == 0 {
		e.help()
		return exitClean
	}
	if c := commandNamed(args[0]); c != nil {
		e.commandHelp(c)
		return exitClean
	}
	if _, err := e.ruleNamed(args[0]); err != nil {
		if near := config.Nearest(args[0], append(commandNames(), ruleNames(e.rules)...)); near != "" {
			return e.fail("no command or rule %q; did you mean %q?", args[0], near)
		}
		return e.fail("no command or rule %q (klaviyolint help lists them)", args[0])
	}
	return e.explain(args)
}

func runExplain(e *env, args []string) int {
	if len(args) == 0 {
		return e.fail("explain: name a rule (klaviyolint rules lists them)")
	}
	return e.explain(args)
}

func (e *env) explain(args []string) int {
	var pages []string
	for _, name := range args {
		r, err := e.ruleNamed(name)
		if err != nil {
			return e.fail("%v", err)
		}
		if width := e.width(); width > 0 {
			pages = append(pages, docs.Terminal(r.Doc, width))
		} else {
			pages = append(pages, r.Doc.Markdown())
		}
	}
	fmt.Fprint(e.stdout, strings.Join(pages, "\n"))
	return exitClean
}

// maxWidth is the longest line that is still easy to read.
const maxWidth = 100

// width is how long lines on stdout may be: at most maxWidth, and zero where
// stdout is no terminal.
func (e *env) width() int {
	f, ok := e.stdout.(*os.File)
	if !ok || !isTerminal(f) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return min(width, maxWidth)
}
