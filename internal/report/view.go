package report

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A View says how findings are shown.
type View struct {
	// Dir is the working directory: text, rdjson and checkstyle name files
	// relative to it.
	Dir string
	// RepoRoot is what sarif, github and codeclimate name files relative to.
	// Empty means Dir.
	RepoRoot string
	// Rules carry the words that SARIF shows beside results.
	Rules   []*rule.Rule
	Version string // of klaviyolint
	// AllRules makes SARIF list every rule, also those without a finding.
	AllRules bool
	// Context is the number of source lines shown around a finding in the text
	// form; negative means none.
	Context int
	// Caret adds a mark under the place, Color the colours of a terminal.
	Caret, Color bool
	Sources      *Sources
}

// A Format is one way to show findings.
type Format func(io.Writer, View, []Finding) error

var formats = map[string]Format{
	"text":        Text,
	"json":        JSON,
	"sarif":       SARIF,
	"github":      GitHub,
	"codeclimate": CodeClimate,
	"rdjson":      RDJSON,
	"checkstyle":  Checkstyle,
}

// FormatNamed returns the format of the given name. The error lists the names
// there are.
func FormatNamed(name string) (Format, error) {
	if f, ok := formats[name]; ok {
		return f, nil
	}
	return nil, fmt.Errorf("unknown format %q: want %s", name, strings.Join(FormatNames(), ", "))
}

// FormatNames lists the formats, the default first.
func FormatNames() []string {
	return []string{"text", "json", "sarif", "github", "codeclimate", "rdjson", "checkstyle"}
}

// Relative names a file relative to a directory where that is shorter to read,
// and as it is where it lies elsewhere.
func Relative(dir, file string) string {
	if dir == "" {
		return file
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil || strings.HasPrefix(rel, ".."+string(filepath.Separator)+".."+string(filepath.Separator)+"..") {
		return file
	}
	return rel
}

// repoRelative names a file relative to the root of the repository, with
// slashes. ok is false where the file lies outside.
func (v View) repoRelative(file string) (rel string, ok bool) {
	root := v.RepoRoot
	if root == "" {
		root = v.Dir
	}
	rel, err := filepath.Rel(root, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(file), false
	}
	return filepath.ToSlash(rel), true
}
