// Package cli is the klaviyolint command: flags, commands and exit codes.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitTrouble  = 2 // the tool could not do its work, or not all of it
)

// An env is what a command runs in.
type env struct {
	ctx    context.Context
	rules  []*rule.Rule
	stdout io.Writer
	stderr io.Writer
}

// A command is what the first word after the flags can name.
type command struct {
	name, args, summary string
	flags               func(*options, *flag.FlagSet)
	run                 func(*env, *options, []string) int
}

func commands() []*command {
	return []*command{
		{"rules", "", "list the rules", rulesFlags, runRules},
		{"explain", "RULE...", "what a rule checks, why, bad and good code, how to fix, how to silence", nil, runExplain},
		{"inventory", "[packages]", "list every Klaviyo call in the code", inventoryFlags, runInventory},
		{"config", "", "show the effective configuration and where each value comes from", configFlags, runConfig},
		{"version", "", "show version, build and the day of the facts", nil, runVersion},
		{"help", "[RULE | COMMAND]", "show this text, a rule or a command", nil, runHelp},
	}
}

// Main runs the command line and returns the exit code.
func Main(args []string, rules []*rule.Rule) int {
	// Ended by a signal, the go command that we started ends too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e := &env{ctx: ctx, rules: rules, stdout: os.Stdout, stderr: os.Stderr}
	return e.main(args)
}

func (e *env) main(args []string) int {
	opts := newOptions(e.rules)
	fs := newFlagSet("klaviyolint")
	lintFlags(opts, fs)
	if code, ok := e.parse(fs, args, nil); !ok {
		return code
	}
	args = fs.Args()
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return e.command(c, opts, args[1:])
			}
		}
	}
	return e.lint(opts, args)
}

// command runs one command. Flags count before its name and after it.
func (e *env) command(c *command, opts *options, args []string) int {
	fs := newFlagSet("klaviyolint " + c.name)
	if c.flags != nil {
		c.flags(opts, fs)
	}
	if code, ok := e.parse(fs, args, c); !ok {
		return code
	}
	return c.run(e, opts, fs.Args())
}

func newFlagSet(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // parse prints one line instead of a page
	fs.Usage = func() {}
	return fs
}

// parse reads flags. When it returns false the run is over with the given code.
func (e *env) parse(fs *flag.FlagSet, args []string, c *command) (code int, ok bool) {
	err := fs.Parse(args)
	switch {
	case err == nil:
		return exitClean, true
	case errors.Is(err, flag.ErrHelp):
		if c != nil {
			e.commandHelp(c)
		} else {
			e.help()
		}
		return exitClean, false
	}
	msg := err.Error()
	if name, unknown := strings.CutPrefix(msg, "flag provided but not defined: -"); unknown {
		msg = "unknown flag -" + name
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := config.Nearest(name, names); near != "" {
			msg += "; did you mean -" + near + "?"
		}
	}
	return e.fail("%s (see %s -help)", msg, fs.Name()), false
}

// fail prints one line and returns the exit code of trouble.
func (e *env) fail(format string, args ...any) int {
	fmt.Fprintf(e.stderr, "klaviyolint: %s\n", klaviyo.MaskKeys(fmt.Sprintf(format, args...)))
	return exitTrouble
}

// masked returns stdout behind the mask of secrets. It takes whole documents.
func (e *env) masked() io.Writer { return maskWriter{e.stdout} }

type maskWriter struct{ w io.Writer }

func (m maskWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(m.w, klaviyo.MaskKeys(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// ruleNamed finds a rule, or says which one was probably meant.
func (e *env) ruleNamed(name string) (*rule.Rule, error) {
	i := slices.IndexFunc(e.rules, func(r *rule.Rule) bool { return r.Doc.Name == name })
	if i >= 0 {
		return e.rules[i], nil
	}
	msg := fmt.Sprintf("no rule %q", name)
	if near := config.Nearest(name, ruleNames(e.rules)); near != "" {
		msg += fmt.Sprintf("; did you mean %q?", near)
	}
	return nil, errors.New(msg + " (klaviyolint rules lists them)")
}

func ruleNames(rules []*rule.Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Doc.Name)
	}
	return names
}
