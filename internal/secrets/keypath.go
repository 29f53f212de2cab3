package secrets

import (
	"bytes"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

var (
	// lineKey matches a line of YAML or JSON up to its key; the dashes of lists
	// count as indentation.
	lineKey    = lazy.Regexp(`^([\s\-{[]*)["']?([\w.$/ -]+?)["']?\s*[:=]`)
	tomlHeader = lazy.Regexp(`^\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$`)
	nameValue  = lazy.Regexp(`^[\s\-]*["']?name["']?\s*:\s*["']?([\w.-]+)`)
)

// maxLines bounds how far above a value its tables are looked for.
const maxLines = 400

// keyPath returns the names of the tables that a place in a YAML, JSON or TOML
// file stands in, innermost first, its own key included. It reads indentation
// and headers, not syntax: templates and broken files have them too. JSON in
// one line is parsed.
func keyPath(f *sidefile.File, kind sidefile.Kind, offset int) []string {
	switch kind {
	case sidefile.JSON:
		if path := jsonPath(f, offset); path != nil {
			return path
		}
	case sidefile.YAML:
	case sidefile.TOML:
		return tomlPath(f, offset)
	default:
		return nil
	}
	lines := linesAbove(f, offset)
	var path []string
	outer := -1
	for i, line := range lines {
		m := lineKey().FindStringSubmatch(line)
		if m == nil {
			continue
		}
		indent := len(m[1])
		if outer >= 0 && indent >= outer {
			continue
		}
		path = append(path, m[2])
		// An environment entry of Kubernetes: its name is a value beside it.
		if i == 0 && m[2] == "value" && len(lines) > 1 {
			if n := nameValue().FindStringSubmatch(lines[1]); n != nil {
				path = append(path, n[1])
			}
		}
		if outer = indent; outer == 0 {
			break
		}
	}
	return path
}

// jsonPath returns the keys above a string in JSON that can be parsed up to it.
func jsonPath(f *sidefile.File, offset int) []string {
	var path []string
	_ = f.JSONStrings(func(s sidefile.JSONString) bool {
		if offset < s.Start || offset >= s.End {
			return s.Start <= offset
		}
		for i := len(s.Path) - 1; i >= 0; i-- {
			if s.Path[i] != "" {
				path = append(path, s.Path[i])
			}
		}
		return false
	})
	return path
}

func tomlPath(f *sidefile.File, offset int) []string {
	var path []string
	for i, line := range linesAbove(f, offset) {
		if m := lineKey().FindStringSubmatch(line); i == 0 && m != nil {
			path = append(path, m[2])
		}
		if m := tomlHeader().FindStringSubmatch(line); i > 0 && m != nil {
			return append(path, m[1])
		}
	}
	return path
}

// linesAbove returns the line of an offset and those above it, nearest first.
func linesAbove(f *sidefile.File, offset int) []string {
	end := len(f.Data)
	if i := bytes.IndexByte(f.Data[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	text := string(f.Data[:end])
	var lines []string
	for len(lines) < maxLines {
		i := strings.LastIndexByte(text, '\n')
		lines = append(lines, strings.TrimSuffix(text[i+1:], "\r"))
		if i < 0 {
			break
		}
		text = text[:i]
	}
	return lines
}
