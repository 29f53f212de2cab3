package cli

import (
	"embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// The scripts ask `klaviyolint __complete SHELL WORD...` for what the last word
// may become, so that they never grow old.
//
//go:embed completions
var completions embed.FS

var shells = []string{"bash", "zsh", "fish"}

func init() {
	register(&command{
		name: "completion", args: "bash|zsh|fish", group: tools,
		summary: "print a script that completes commands, flags, rules and packages in a shell",
		text: "Load it for one session, or from the file that your shell reads when it starts:\n\n" +
			"    source <(klaviyolint completion bash)     # ~/.bashrc\n" +
			"    source <(klaviyolint completion zsh)      # ~/.zshrc, after compinit\n" +
			"    klaviyolint completion fish | source      # ~/.config/fish/config.fish",
		bind: func(_ *options, _ *flag.FlagSet) action {
			return func(e *env, args []string) int {
				if len(args) != 1 || !slices.Contains(shells, args[0]) {
					return e.fail("completion: name a shell: %s", strings.Join(shells, ", "))
				}
				script, err := completions.ReadFile("completions/klaviyolint." + args[0])
				if err != nil {
					return e.fail("%v", err)
				}
				if _, err := e.stdout.Write(script); err != nil {
					return e.fail("%v", err)
				}
				return exitClean
			}
		},
		words: func(*env) []string { return shells },
	})
}

// completeWord is the first argument of a call by a completion script. It is no
// command of the table: nobody types it.
const completeWord = "__complete"

// complete prints what the last word may become, one a line with a tab and a
// description. The lines :file and :dir ask the shell for names.
func (e *env) complete(args []string) int {
	if len(args) < 2 {
		return exitTrouble
	}
	shell, words := args[0], joined(args[1:])
	line := e.parseLine(words[:len(words)-1])
	for _, c := range line.candidates(e, words[len(words)-1]) {
		if shell == "bash" {
			// Bash takes = for a word of its own.
			if i := strings.IndexByte(c.text, '='); i >= 0 && i < len(c.text)-1 {
				c.text = c.text[i+1:]
			}
		}
		fmt.Fprintf(e.stdout, "%s\t%s\n", c.text, c.about)
	}
	return exitClean
}

// joined undoes how bash splits -flag=value.
func joined(words []string) []string {
	var out []string
	for i, w := range words {
		if n := len(out); n > 0 && (w == "=" || i > 0 && words[i-1] == "=") && strings.HasPrefix(out[n-1], "-") {
			out[n-1] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

// A commandLine is what the words before the last one say.
type commandLine struct {
	command *command
	flags   *flag.FlagSet
	value   *flag.Flag // the last word is its value
	literal bool       // behind --
}

type candidate struct{ text, about string }

func (e *env) parseLine(words []string) commandLine {
	o := newOptions(e.rules)
	l := commandLine{flags: newFlagSet("klaviyolint")}
	lintFlags(o, l.flags)
	packages := false
	for _, w := range words {
		switch {
		case l.value != nil:
			l.value = nil
		case w == "--":
			l.literal = true
		case !l.literal && len(w) > 1 && w[0] == '-':
			name, _, assigned := strings.Cut(strings.TrimLeft(w, "-"), "=")
			if f := l.flags.Lookup(name); f != nil && !assigned && !isBool(f) {
				l.value = f
			}
		case l.command == nil && !packages:
			if l.command = commandNamed(w); l.command != nil {
				l.flags = l.command.flagSet(o)
			}
			packages = l.command == nil
		}
	}
	return l
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func (l commandLine) candidates(e *env, last string) []candidate {
	if l.value != nil {
		return l.values(e, l.value, "", last)
	}
	if !l.literal && strings.HasPrefix(last, "-") {
		dashes := last[:len(last)-len(strings.TrimLeft(last, "-"))]
		if name, value, ok := strings.Cut(strings.TrimLeft(last, "-"), "="); ok {
			if f := l.flags.Lookup(name); f != nil {
				return l.values(e, f, dashes+name+"=", value)
			}
			return nil
		}
		var out []candidate
		l.flags.VisitAll(func(f *flag.Flag) {
			if _, usage := flag.UnquoteUsage(f); strings.HasPrefix(dashes+f.Name, last) {
				out = append(out, candidate{dashes + f.Name, usage})
			}
		})
		return out
	}
	var out []candidate
	add := func(text, about string) {
		if strings.HasPrefix(text, last) {
			out = append(out, candidate{text, about})
		}
	}
	switch {
	case l.command == nil:
		if !l.literal {
			for _, c := range commands() {
				add(c.name, c.summary)
			}
		}
		return append(out, packageDirs(last)...)
	case l.command.words != nil:
		for _, w := range l.command.words(e) {
			about := ""
			if c := commandNamed(w); c != nil {
				about = c.summary
			} else if r, err := e.ruleNamed(w); err == nil {
				about = r.Doc.Title
			}
			add(w, about)
		}
		return out
	case strings.Contains(l.command.args, "packages"):
		return packageDirs(last)
	}
	return nil
}

// values completes the value of a flag by the word for it in its usage: a list
// of alternatives, rules, a file or a folder.
func (l commandLine) values(e *env, f *flag.Flag, lead, last string) []candidate {
	kind, _ := flag.UnquoteUsage(f)
	var words []string
	switch {
	case strings.Contains(kind, "|"):
		words = strings.Split(kind, "|")
	case kind == "rules":
		words = append([]string{"all"}, ruleNames(e.rules)...)
		lead, last = listed(lead, last)
	case kind == "items":
		words = config.ItemNames()
		lead, last = listed(lead, last)
	case kind == "revision" && (f.Name == "from" || f.Name == "to"):
		for _, r := range schema.Stable().Revisions() {
			words = append(words, r.Name)
		}
	case kind == "dir":
		return []candidate{{":dir", ""}}
	case kind == "file":
		return []candidate{{":file", ""}}
	}
	var out []candidate
	for _, w := range words {
		if strings.HasPrefix(w, last) {
			out = append(out, candidate{lead + w, ""})
		}
	}
	return out
}

// listed splits off what stands before the last comma of a list.
func listed(lead, last string) (string, string) {
	i := strings.LastIndexByte(last, ',') + 1
	return lead + last[:i], last[i:]
}

// packageDirs completes ./folder and ./folder/... below the working directory.
func packageDirs(last string) []candidate {
	if last == "" || last == "." {
		last = "./"
	}
	if !strings.HasPrefix(last, "./") && !strings.HasPrefix(last, "../") {
		return nil
	}
	parent, base := last[:strings.LastIndexByte(last, '/')+1], last[strings.LastIndexByte(last, '/')+1:]
	var out []candidate
	if strings.HasPrefix("...", base) {
		out = append(out, candidate{parent + "...", "all packages below " + parent})
	}
	entries, err := os.ReadDir(filepath.FromSlash(parent))
	if err != nil {
		return out
	}
	for _, d := range entries {
		name := d.Name()
		if d.IsDir() && strings.HasPrefix(name, base) && name[0] != '.' && name[0] != '_' && name != "vendor" && name != "testdata" && name != "node_modules" {
			out = append(out, candidate{parent + name, ""}, candidate{parent + name + "/...", ""})
		}
	}
	return out
}
