package manifests

import (
	"path"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// An installer is a tool that installs packages by name.
type installer struct {
	ecosystem string
	verbs     []string // subcommands that install, as words: "pip install"
	// parse splits an argument into the package's name and what says the
	// version, and judges the latter.
	parse func(arg string) (name, req string, pin Pin, version string)
}

var npmVerbs = []string{"install", "i", "in", "ins", "add", "a", "global add"}

var installers = map[string]installer{
	"npm":      {klaviyo.NPM, npmVerbs, npmArg},
	"pnpm":     {klaviyo.NPM, npmVerbs, npmArg},
	"yarn":     {klaviyo.NPM, []string{"add", "global add"}, npmArg},
	"bun":      {klaviyo.NPM, npmVerbs, npmArg},
	"pip":      {klaviyo.PyPI, []string{"install", "download", "wheel"}, pipArg},
	"uv":       {klaviyo.PyPI, []string{"add", "pip install", "tool install"}, pipArg},
	"poetry":   {klaviyo.PyPI, []string{"add"}, pipArg},
	"pdm":      {klaviyo.PyPI, []string{"add"}, pipArg},
	"rye":      {klaviyo.PyPI, []string{"add"}, pipArg},
	"pipenv":   {klaviyo.PyPI, []string{"install"}, pipArg},
	"pipx":     {klaviyo.PyPI, []string{"install"}, pipArg},
	"gem":      {klaviyo.RubyGems, []string{"install", "i"}, gemArg},
	"bundle":   {klaviyo.RubyGems, []string{"add"}, gemArg},
	"bundler":  {klaviyo.RubyGems, []string{"add"}, gemArg},
	"composer": {klaviyo.Packagist, []string{"require", "global require", "req", "r"}, composerArg},
	"go":       {Go, []string{"get", "install"}, goArg},
}

var pipName = lazy.Regexp(`^pip[\d.]*$`)

// installs returns the Klaviyo packages that a command installs.
func installs(f *sidefile.File, c command) []Dependency {
	if slices.Contains(printers, leading(c)) {
		return nil
	}
	for i, w := range c {
		tool, ok := installers[toolName(w)]
		if !ok || w.quoted && strings.Contains(w.text, " ") {
			continue
		}
		verb, args := verbOf(tool, c[i+1:])
		if verb == "" {
			continue
		}
		return arguments(f, tool, toolName(w)+" "+verb, args)
	}
	return nil
}

// prefixes are words that stand before the command itself: Dockerfile
// instructions, shell keywords, wrappers.
var prefixes = []string{
	"RUN", "CMD", "ENTRYPOINT", "ONBUILD", "then", "do", "else", "if", "!", "{", "sudo", "exec", "time", "command", "nohup", "env",
}

var assignment = lazy.Regexp(`^[A-Za-z_]\w*=`)

// leading returns the name of the program that a command runs.
func leading(c command) string {
	for _, w := range c {
		name := commandName(w)
		if !slices.Contains(prefixes, name) && !assignment().MatchString(name) && !strings.HasPrefix(w.text, "-") {
			return name
		}
	}
	return ""
}

// commandName is the first word without what Make puts before it.
func commandName(w word) string { return strings.TrimLeft(w.text, "@-+") }

func toolName(w word) string {
	name := path.Base(commandName(w))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".phar"), ".exe")
	if pipName().MatchString(name) {
		return "pip"
	}
	return name
}

// verbOf finds the subcommand among the words behind a tool, over flags and
// their values.
func verbOf(tool installer, words command) (string, command) {
	for i, w := range words {
		for _, verb := range tool.verbs {
			first, second, two := strings.Cut(verb, " ")
			switch {
			case w.text != first:
			case !two:
				return verb, words[i+1:]
			case i+1 < len(words) && words[i+1].text == second:
				return verb, words[i+2:]
			}
		}
		// "npm run install" runs a script of that name, "npm uninstall" is the
		// opposite.
		if !strings.HasPrefix(w.text, "-") && slices.Contains([]string{"run", "exec", "uninstall", "remove", "rm", "un", "list", "ls", "show", "info", "view"}, w.text) {
			return "", nil
		}
	}
	return "", nil
}

var versionFlag = lazy.Regexp(`^(?:-v|--version|--ref|-V)(?:[= ]?(.*))?$`)

func arguments(f *sidefile.File, tool installer, name string, args command) []Dependency {
	var (
		deps []Dependency
		flag string // --version of gem and bundle, for all packages
	)
	for i, w := range args {
		switch m := versionFlag().FindStringSubmatch(w.text); {
		case tool.ecosystem == klaviyo.RubyGems && m != nil:
			flag = m[1]
			if flag == "" && i+1 < len(args) {
				flag = args[i+1].text
			}
			continue
		case tool.ecosystem == klaviyo.PyPI && (w.text == "-c" || strings.HasPrefix(w.text, "--constraint")):
			flag = "$" // another file says the version
			continue
		case strings.HasPrefix(w.text, "-"):
			continue
		}
		d := Dependency{Ecosystem: tool.ecosystem, Command: name}
		d.Name, d.Requirement, d.Pin, d.Version = tool.parse(w.text)
		if tool.ecosystem == klaviyo.Packagist && d.Requirement == "" && i+1 < len(args) && looseExact().MatchString(args[i+1].text) {
			// Composer takes the version as the next argument too.
			d.Requirement = args[i+1].text
			d.Pin, d.Version = pinLoose(d.Requirement)
		}
		if d.Ecosystem != Go {
			d.Name = canonical(d.Ecosystem, d.Name)
		} else if goModule(d.Name) == nil {
			d.Name = ""
		}
		if d.Name == "" {
			continue
		}
		d.place(f, w.start, w.end)
		deps = append(deps, d)
	}
	for i := range deps {
		if flag != "" && deps[i].Pin == AnyVersion {
			deps[i].Requirement = flag
			deps[i].Pin, deps[i].Version = pinLoose(flag)
		}
	}
	return deps
}

func npmArg(arg string) (name, req string, pin Pin, version string) {
	if _, alias, ok := strings.Cut(arg, "@npm:"); ok {
		arg = alias
	}
	if remoteScheme().MatchString(arg) || webAddress().MatchString(arg) || shorthand().MatchString(arg) && packageOfURL(klaviyo.NPM, arg) != "" {
		return packageOfURL(klaviyo.NPM, arg), arg, pinURL(arg), ""
	}
	name, req = splitNPM(arg)
	pin, version = pinNPM(req)
	return name, req, pin, version
}

// pipArg also takes Poetry's name@constraint.
func pipArg(arg string) (name, req string, pin Pin, version string) {
	if before, after, ok := strings.Cut(arg, "@"); ok && !strings.Contains(before, ":") && knownPackage(klaviyo.PyPI, strings.TrimSpace(before)) != nil && !strings.Contains(after, "/") {
		pin, version = pinTable(after)
		if after == "latest" {
			pin, version = Moving, ""
		}
		return strings.TrimSpace(before), after, pin, version
	}
	d, ok := pythonDependency(arg)
	if !ok {
		return "", "", AnyVersion, ""
	}
	return d.Name, d.Requirement, d.Pin, d.Version
}

func gemArg(arg string) (name, req string, pin Pin, version string) {
	name, req, _ = strings.Cut(arg, ":")
	pin, version = pinLoose(req)
	return name, req, pin, version
}

func composerArg(arg string) (name, req string, pin Pin, version string) {
	if i := strings.IndexAny(arg, ":= "); i > 0 {
		arg, req = arg[:i], arg[i+1:]
	}
	pin, version = pinLoose(req)
	return arg, req, pin, version
}

// goArg cuts a package's path down to its module.
func goArg(arg string) (name, req string, pin Pin, version string) {
	name, req, _ = strings.Cut(arg, "@")
	name = strings.TrimSuffix(name, "/...")
	pin, version = pinGo(req)
	for at := name; at != "." && at != "/"; at = path.Dir(at) {
		if goModule(at) != nil {
			return at, req, pin, version
		}
	}
	return name, req, pin, version
}
