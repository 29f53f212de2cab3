package manifests

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// scriptInstalls returns the Klaviyo packages that a file of the kind installs
// by command.
func scriptInstalls(f *sidefile.File, kind sidefile.Kind) []Dependency {
	switch kind {
	case sidefile.Shell, sidefile.Make:
		return regionInstalls(f, region{0, len(f.Data), false}, false)
	case sidefile.Docker:
		return regionInstalls(f, region{0, len(f.Data), false}, true)
	case sidefile.YAML:
		var deps []Dependency
		for _, r := range scriptRegions(f) {
			deps = append(deps, regionInstalls(f, r, false)...)
		}
		return deps
	}
	return nil
}

// A region is a part of a file that a shell runs.
type region struct {
	start, end int
	folded     bool
}

func regionInstalls(f *sidefile.File, r region, docker bool) []Dependency {
	var deps []Dependency
	for _, c := range splitCommands(f.Data, r.start, r.end, r.folded, docker) {
		deps = append(deps, installs(f, c)...)
		for i, w := range c {
			// sh -c "npm install …", eval "…", and a list with them.
			if w.quoted && i > 0 && runsText(c[i-1].text) {
				deps = append(deps, regionInstalls(f, region{w.start + 1, w.end - 1, r.folded}, docker)...)
			}
		}
	}
	return deps
}

var shellFlag = lazy.Regexp(`^-[a-z]*c$`)

func runsText(word string) bool { return word == "eval" || shellFlag().MatchString(word) }

var (
	yamlKey   = lazy.Regexp(`^["']?([\w.$/-]+)["']?\s*:(?:\s+(.*))?$`)
	yamlBlock = lazy.Regexp(`^([|>])[0-9+-]*\s*(?:#.*)?$`)
)

// scriptKeys are the keys under which CI systems, compose files and task
// runners keep commands.
var scriptKeys = []string{
	"run", "script", "scripts", "command", "commands", "cmd", "cmds", "args", "entrypoint", "bash", "sh", "shell", "pwsh", "powershell",
	"install", "before_install", "after_install", "pre_install", "post_install", "build", "pre_build", "post_build", "test", "deploy",
	"before_script", "after_script", "inlinescript", "init",
}

func isScriptKey(key string) bool {
	key = strings.ToLower(key)
	return slices.Contains(scriptKeys, key) || strings.HasSuffix(key, "_script") || strings.HasSuffix(key, "-script")
}

// scriptRegions returns the parts of a YAML file that stand under a key for
// commands. It follows indentation line by line rather than parsing: templates
// and broken files are read as far as they make sense.
func scriptRegions(f *sidefile.File) []region {
	type level struct {
		indent int
		script bool
	}
	var (
		regions []region
		stack   []level
		block   *region // the block scalar being read
		outer   int     // its parent's indentation
		keep    bool    // it is a script
	)
	for start, line := range f.Lines() {
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if block != nil {
			if text == "" || indent > outer {
				block.end = start + len(line)
				continue
			}
			if keep {
				regions = append(regions, *block)
			}
			block = nil
		}
		if text == "" || text[0] == '#' {
			continue
		}
		dash := indent
		for strings.HasPrefix(text, "- ") {
			rest := strings.TrimLeft(text[2:], " ")
			dash = indent
			indent += len(text) - len(rest)
			text = rest
		}
		parent := dash
		value := text
		if m := yamlKey().FindStringSubmatch(text); m != nil {
			for len(stack) > 0 && stack[len(stack)-1].indent >= indent {
				stack = stack[:len(stack)-1]
			}
			stack = append(stack, level{indent, isScriptKey(m[1])})
			value, parent = m[2], indent
		} else {
			for len(stack) > 0 && stack[len(stack)-1].indent > dash {
				stack = stack[:len(stack)-1]
			}
		}
		script := len(stack) > 0 && stack[len(stack)-1].script
		if m := yamlBlock().FindStringSubmatch(value); m != nil {
			next := min(start+len(line)+1, len(f.Data))
			block, outer, keep = &region{next, next, m[1] == ">"}, parent, script
			continue
		}
		if script && value != "" {
			at := start + strings.LastIndex(line, value)
			regions = append(regions, unquoted(f.Data, region{at, at + len(value), false}))
		}
	}
	if block != nil && keep {
		regions = append(regions, *block)
	}
	return regions
}

// unquoted takes the quotes off a scalar that stands in them whole.
func unquoted(data []byte, r region) region {
	if r.end-r.start < 2 || data[r.start] != data[r.end-1] || data[r.start] != '"' && data[r.start] != '\'' {
		return r
	}
	return region{r.start + 1, r.end - 1, r.folded}
}
