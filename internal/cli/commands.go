package cli

import (
	"cmp"
	"flag"
	"slices"
	"strings"
)

// A command is what the first word after the flags can name. Help, suggestions
// for misspelt words, shell completion, man pages and docs/commands.md are made
// of this table, so that a new command is one file with
//
//	func init() {
//		register(&command{
//			name: "preflight", args: "[packages]", group: goLive,
//			summary: "check a key and Klaviyo's answers before the first deployment",
//			bind: func(o *options, fs *flag.FlagSet) action {
//				loadFlags(o, fs)
//				wait := fs.Duration("wait", 0, "keep trying for this `time`")
//				return func(e *env, args []string) int { ... }
//			},
//		})
//	}
type command struct {
	name string
	// args is the usage of the arguments, such as [packages] or RULE...
	args string
	// group is the heading in help under which the command is listed.
	group group
	// summary is one line in lower case without a full stop.
	summary string
	// text tells more, in Markdown paragraphs; it may be empty.
	text string
	// examples are command lines, each with what it does.
	examples []example
	// bind declares the flags of the command on fs and returns what runs it
	// once they are parsed. The flags of options may be given before the name
	// of the command too: declare them with the helpers in options.go, whose
	// defaults are what was given there.
	bind func(o *options, fs *flag.FlagSet) action
	// words are what a shell completes as arguments; nil where those are
	// packages or nothing.
	words func(e *env) []string
}

// An action runs a command with the arguments after its flags, and returns the
// exit code.
type action func(e *env, args []string) int

// An example is a command line, without the word klaviyolint, and what it does.
type example struct{ line, does string }

// A group is a heading of the list of commands.
type group int

const (
	understand group = iota // what klaviyolint knows and sees
	goLive                  // getting ready for production
	tools                   // klaviyolint itself
)

var groupTitles = [...]string{
	understand: "Understand the findings and the code",
	goLive:     "Go live",
	tools:      "Set up",
}

var registered []*command

// register adds a command to the table. Only init functions call it.
func register(c *command) { registered = append(registered, c) }

// commands returns the table in the order of help: by group, then by name.
func commands() []*command {
	slices.SortFunc(registered, func(a, b *command) int {
		return cmp.Or(cmp.Compare(a.group, b.group), strings.Compare(a.name, b.name))
	})
	return registered
}

// commandNamed returns the command of a name, or nil.
func commandNamed(name string) *command {
	for _, c := range registered {
		if c.name == name {
			return c
		}
	}
	return nil
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// usage is the command with its arguments, as in explain RULE...
func (c *command) usage() string { return strings.TrimSpace(c.name + " " + c.args) }

// flagSet returns the flags of the command with their defaults.
func (c *command) flagSet(o *options) *flag.FlagSet {
	fs := newFlagSet("klaviyolint " + c.name)
	c.bind(o, fs)
	return fs
}
