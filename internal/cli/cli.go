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
	"github.com/klaviyolint/klaviyolint/internal/printable"
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

// Main runs the command line and returns the exit code.
func Main(args []string, rules []*rule.Rule) int {
	// Ended by a signal, the go command that we started ends too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e := &env{ctx: ctx, rules: rules, stdout: os.Stdout, stderr: os.Stderr}
	return e.main(args)
}

func (e *env) main(args []string) int {
	if len(args) > 0 && args[0] == completeWord {
		return e.complete(args[1:])
	}
	opts := newOptions(e.rules)
	fs := newFlagSet("klaviyolint")
	lintFlags(opts, fs)
	words, code, ok := e.parse(fs, args, nil)
	if !ok {
		return code
	}
	if len(words) > 0 {
		if c := commandNamed(words[0]); c != nil {
			return e.command(c, opts, words[1:])
		}
		if near := mistyped(words[0]); near != "" {
			return e.fail("unknown command %q; did you mean %s? (a package of that name is ./%[1]s)", words[0], near)
		}
	}
	if words, code, ok = e.rest(fs, words, nil); !ok {
		return code
	}
	return e.lint(opts, words)
}

// command runs one command. Flags count before its name and after it.
func (e *env) command(c *command, opts *options, args []string) int {
	fs := newFlagSet("klaviyolint " + c.name)
	run := c.bind(opts, fs)
	words, code, ok := e.parse(fs, args, c)
	if !ok {
		return code
	}
	if words, code, ok = e.rest(fs, words, c); !ok {
		return code
	}
	return run(e, words)
}

// mistyped returns the command that a word probably stands for. A word that
// looks like a package pattern, or names a folder, stands for itself.
func mistyped(word string) string {
	if strings.ContainsAny(word, `./\@`) {
		return ""
	}
	if _, err := os.Stat(word); err == nil {
		return ""
	}
	return config.Nearest(word, commandNames())
}

func newFlagSet(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // parse prints one line instead of a page
	fs.Usage = func() {}
	return fs
}

// parse reads the flags up to the first word that is none, and returns that
// word and what follows. When ok is false the run is over with the given code.
func (e *env) parse(fs *flag.FlagSet, args []string, c *command) (words []string, code int, ok bool) {
	err := fs.Parse(args)
	switch {
	case err == nil:
		words = fs.Args()
		if n := len(args) - len(words); n > 0 && args[n-1] == "--" {
			words = args[n-1:] // still to be seen by rest
		}
		return words, exitClean, true
	case errors.Is(err, flag.ErrHelp):
		if c != nil {
			e.commandHelp(c)
		} else {
			e.help()
		}
		return nil, exitClean, false
	}
	msg := err.Error()
	if name, unknown := strings.CutPrefix(msg, "flag provided but not defined: -"); unknown {
		if name == "version" {
			return nil, e.version(), false
		}
		msg = "unknown flag -" + name
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := config.Nearest(name, names); near != "" {
			msg += "; did you mean -" + near + "?"
		}
	}
	return nil, e.fail("%s (see %s -help)", msg, fs.Name()), false
}

// rest reads the flags among and behind the words that parse has left, up to
// the argument --, and returns the words alone.
func (e *env) rest(fs *flag.FlagSet, args []string, c *command) (words []string, code int, ok bool) {
	for len(args) > 0 {
		if args[0] == "--" {
			return append(words, args[1:]...), exitClean, true
		}
		if len(args[0]) > 1 && args[0][0] == '-' {
			if args, code, ok = e.parse(fs, args, c); !ok {
				return nil, code, false
			}
			continue
		}
		words, args = append(words, args[0]), args[1:]
	}
	return words, exitClean, true
}

// fail prints one line and returns the exit code of trouble.
func (e *env) fail(format string, args ...any) int {
	fmt.Fprintf(e.stderr, "klaviyolint: %s\n", printable.Escape(klaviyo.MaskKeys(fmt.Sprintf(format, args...))))
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
