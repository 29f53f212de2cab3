package manifests

import (
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

var (
	pipComment = lazy.Regexp(`(^|\s)#.*$`)
	pipOption  = lazy.Regexp(`\s--?[a-z][a-z-]*[= ].*$`)
	pipInclude = lazy.Regexp(`^(?:-c|--constraint)[= ]\s*(\S+)`)
	editable   = lazy.Regexp(`^(?:-e|--editable)[= ]\s*`)
)

// pipRequirements returns the Klaviyo packages in a requirements file.
// Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/.
func pipRequirements(f *sidefile.File) []Dependency {
	var (
		deps        []Dependency
		constraints []string
	)
	for _, l := range pipLines(f) {
		if m := pipInclude().FindStringSubmatch(l.text); m != nil {
			constraints = append(constraints, filepath.Join(filepath.Dir(f.Path), m[1]))
			continue
		}
		text := editable().ReplaceAllString(l.text, "")
		if strings.HasPrefix(text, "-") {
			continue
		}
		d, ok := pythonDependency(pipOption().ReplaceAllString(text, ""))
		if !ok {
			continue
		}
		d.place(f, l.start, l.end)
		deps = append(deps, d)
	}
	for i := range deps {
		constrain(&deps[i], constraints)
	}
	return deps
}

// constrain takes the version of a requirement from the constraints files that
// its file names, where one of them has exactly one.
func constrain(d *Dependency, files []string) {
	for _, path := range files {
		if d.Pin != Range && d.Pin != AnyVersion {
			return
		}
		f, err := sidefile.Read(path, sidefile.SmallLimit)
		if err != nil || f == nil {
			continue
		}
		for _, l := range pipLines(f) {
			if c, ok := pythonDependency(l.text); ok && c.Pin == Exact && c.Name == d.Name {
				d.Pin, d.Version = Exact, c.Version
			}
		}
	}
}

// A pipLine is a logical line: comments cut off, continuations joined. Its
// bytes are those of the first physical line with text.
type pipLine struct {
	text       string
	start, end int
}

func pipLines(f *sidefile.File) []pipLine {
	var lines []pipLine
	joined := false
	for offset, line := range f.Lines() {
		line = pipComment().ReplaceAllString(line, "")
		body, continues := strings.CutSuffix(line, `\`)
		text := strings.TrimSpace(body)
		start := offset + len(body) - len(strings.TrimLeft(body, " \t"))
		if joined {
			last := &lines[len(lines)-1]
			if last.text == "" {
				last.start, last.end = start, start+len(text)
			}
			last.text = strings.TrimSpace(last.text + " " + text)
		} else if text != "" || continues {
			lines = append(lines, pipLine{text, start, start + len(text)})
		}
		joined = continues
	}
	return lines
}

// isRequirements reports whether a file is named like a requirements file.
func isRequirements(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	if filepath.Ext(name) != ".txt" {
		return false
	}
	return strings.HasPrefix(name, "requirements") || strings.HasSuffix(name, "requirements.txt") ||
		strings.EqualFold(filepath.Base(filepath.Dir(path)), "requirements")
}
