package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

const intro = `klaviyolint reads Go code that talks to Klaviyo and says what will break in production.

usage: klaviyolint [flags] [packages]
       klaviyolint [flags] COMMAND [arguments]

Packages are named as for go build; none means the current directory.
Findings go to stdout. Exit codes: 0 clean, 1 findings, 2 the tool could not do its work.
It is a tool for go vet too: go vet -vettool=$(which klaviyolint) ./...
`

func (e *env) help() {
	w := e.stdout
	fmt.Fprint(w, intro)
	fmt.Fprint(w, "\nCommands:\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-26s %s\n", strings.TrimSpace(c.name+" "+c.args), c.summary)
	}
	fmt.Fprint(w, "\nRules:\n\n")
	for _, r := range e.rules {
		fmt.Fprintf(w, "  %-26s %s\n", r.Doc.Name, r.Doc.Title)
	}
	fmt.Fprint(w, "\nFlags:\n\n")
	fs := newFlagSet("klaviyolint")
	o := newOptions(e.rules)
	lintFlags(o, fs)
	printFlags(w, fs, func(f *flag.Flag) bool { return o.only[f.Name] == nil && f.Name != "debug" })
	fmt.Fprint(w, "  -RULE, -RULE=false\n        run only the rules named so; run all others\n")
}

func (e *env) commandHelp(c *command) {
	fmt.Fprintf(e.stdout, "usage: klaviyolint %s [flags] %s\n\n%s.\n", c.name, c.args, upper(c.summary))
	if c.flags == nil {
		return
	}
	fmt.Fprint(e.stdout, "\nFlags:\n\n")
	fs := newFlagSet(c.name)
	c.flags(newOptions(nil), fs)
	printFlags(e.stdout, fs, func(f *flag.Flag) bool { return f.Name != "debug" })
}

func printFlags(w io.Writer, fs *flag.FlagSet, show func(*flag.Flag) bool) {
	fs.VisitAll(func(f *flag.Flag) {
		if !show(f) {
			return
		}
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

func runHelp(e *env, _ *options, args []string) int {
	if len(args) == 0 {
		e.help()
		return exitClean
	}
	for _, c := range commands() {
		if c.name == args[0] {
			e.commandHelp(c)
			return exitClean
		}
	}
	return e.explain(args)
}

func runExplain(e *env, _ *options, args []string) int {
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
		pages = append(pages, r.Doc.Markdown())
	}
	fmt.Fprint(e.stdout, strings.Join(pages, "\n"))
	return exitClean
}
