package manifests

import (
	"regexp"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

var gemCall = lazy.Regexp(`^\s*gem[\s(]`)

// gemfile returns the Klaviyo packages in a Gemfile. It reads calls of gem with
// literal arguments, which is what tools write; Ruby that computes a version is
// not judged.
// Source: https://bundler.io/man/gemfile.5.html.
func gemfile(f *sidefile.File) []Dependency {
	var deps []Dependency
	for start, line := range f.Lines() {
		if !gemCall().MatchString(line) {
			continue
		}
		at := start + strings.Index(line, "gem") + len("gem")
		if d, ok := gemDependency(f, rubyArgs(f.Data, at)); ok {
			deps = append(deps, d)
		}
	}
	return deps
}

// A rubyArg is one argument of a call: a string, or something else. An option
// carries its key.
type rubyArg struct {
	key        string
	text       string
	literal    bool
	start, end int
}

func gemDependency(f *sidefile.File, args []rubyArg) (Dependency, bool) {
	d := Dependency{Ecosystem: klaviyo.RubyGems, Pin: AnyVersion, Lock: LockMissing}
	if len(args) == 0 || !args[0].literal || knownPackage(klaviyo.RubyGems, args[0].text) == nil {
		return d, false
	}
	d.Name = args[0].text
	at := args[0]
	for _, a := range args[1:] {
		pin, version := pinLoose(a.text)
		switch {
		case a.key == "path":
			pin = Folder
		case a.key == "git" || a.key == "github" || a.key == "gitlab" || a.key == "bitbucket" || a.key == "gist":
			pin = VCS
		case a.key != "":
			continue
		case !a.literal || strings.Contains(a.text, "#{"):
			pin = Unjudged
		case d.Pin == Range || d.Pin == Exact:
			pin = Range // several requirements
		}
		d.Pin, d.Version, d.Requirement, at = pin, version, a.text, a
		if pin == Folder || pin == VCS {
			break
		}
	}
	if d.Pin != Exact {
		d.Version = ""
	}
	d.place(f, at.start, at.end)
	return d, true
}

var (
	rubyKey    = lazy.Regexp(`^(?::?["']?(\w+)["']?\s*=>|["']?(\w+)["']?:)\s*`)
	rubyWord   = lazy.Regexp(`^[^\s,()\[\]#"']+(?:\[[^\]\n]*\])?`)
	rubyFiller = " \t\r,()[]"
)

// rubyArgs reads the arguments of a call from an offset on, until the line
// ends without a comma or an open bracket.
func rubyArgs(data []byte, i int) []rubyArg {
	var args []rubyArg
	key, depth, comma := "", 0, false
	for i < len(data) {
		c := data[i]
		switch {
		case c == '\n':
			if !comma && depth <= 0 {
				return args
			}
			i++
			continue
		case strings.IndexByte(rubyFiller, c) >= 0:
			switch c {
			case '(', '[':
				depth++
			case ')', ']':
				depth--
			}
			comma = comma && c != ')' && c != ']' || c == ','
			i++
			continue
		case c == '#':
			for i < len(data) && data[i] != '\n' {
				i++
			}
			continue
		}
		comma = false
		if m := rubyKey().FindSubmatch(data[i:min(len(data), i+200)]); m != nil {
			key = string(m[1]) + string(m[2])
			i += len(m[0])
			continue
		}
		if c == '"' || c == '\'' {
			start, end := quoted(data, i)
			args = append(args, rubyArg{key, string(data[start:end]), true, start, end})
			i, key = end+start-i, ""
			continue
		}
		n := max(1, len(rubyWord().Find(data[i:])))
		word := string(data[i : i+n])
		if word == "if" || word == "unless" {
			return args
		}
		args = append(args, rubyArg{key, word, false, i, i + n})
		i, key = i+n, ""
	}
	return args
}

// gemLocks maps each manifest of Bundler's to its lock file.
var gemLocks = map[string]string{"Gemfile": "Gemfile.lock", "gems.rb": "gems.locked"}

// gemLockedVersion returns the version of a gem in a Gemfile.lock.
func gemLockedVersion(f *sidefile.File, name string) string {
	return only(f.Data, regexp.MustCompile(`(?m)^    `+regexp.QuoteMeta(name)+` \(([^)\s]+)\)\r?$`))
}
