package cli_test

import (
	"bytes"
	"errors"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// sampleRules are rules of the tests' own: what the command does with findings
// does not depend on what the rules look for. The rule `sample` reports string
// literals and comments-free text lines of the form klaviyo:WORD; the word
// chooses severity, fix and failure. The rule `other` reports the word other.
func sampleRules() []*rule.Rule {
	doc := &rule.Document{
		Name:     "sample",
		Title:    "words that the tests plant",
		Severity: config.Warning,
		Kinds: []rule.Kind{
			{Name: "error", Severity: config.Error, Text: "a planted error"},
			{Name: "info", Severity: config.Info, Text: "a planted info"},
		},
		Text:  "Reports literals of the form klaviyo:WORD.",
		Bad:   "const word = \"klaviyo:warning\"",
		Good:  "const word = \"plain\"",
		Fix:   "The word fix becomes fixed.",
		Since: "0.1.0",
	}
	sample := &rule.Rule{Doc: doc, Files: sampleFiles}
	sample.Analyzer = rule.New(doc, func(pass *analysis.Pass) error { return words(pass, "") })
	otherDoc := &rule.Document{Name: "other", Title: "another word", Severity: config.Error, Text: "Reports klaviyo:other.", Since: "0.1.0"}
	other := &rule.Rule{Doc: otherDoc}
	other.Analyzer = rule.New(otherDoc, func(pass *analysis.Pass) error { return words(pass, "other") })
	return []*rule.Rule{sample, other}
}

// words reports the planted words: only the given one, or all but `other`.
func words(pass *analysis.Pass, only string) error {
	var failure error
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			word, ok := strings.CutPrefix(text, "klaviyo:")
			if !ok || (word == "other") != (only == "other") {
				return true
			}
			switch word {
			case "panic":
				panic("planted")
			case "fail":
				failure = errors.New("planted failure")
			default:
				rule.Report(pass, planted(lit, word))
			}
			return true
		})
	}
	return failure
}

func planted(lit *ast.BasicLit, word string) rule.Diagnostic {
	d := rule.Diagnostic{Pos: lit.Pos(), End: lit.End(), Message: "planted " + word}
	replace := func(message, text string, safe bool) rule.Fix {
		return rule.Fix{Message: message, Safe: safe, Edits: []analysis.TextEdit{{Pos: lit.Pos(), End: lit.End(), NewText: []byte(text)}}}
	}
	switch word {
	case "error", "info":
		d.Kind = word
	case "fix":
		d.Fixes = []rule.Fix{replace("say fixed", `"fixed"`, true)}
	case "unsafe":
		d.Fixes = []rule.Fix{replace("say changed", `"changed"`, false)}
	case "type":
		d.Fixes = []rule.Fix{replace("name what is not there", `nowhere`, true)}
	case "break":
		d.Fixes = []rule.Fix{replace("break the file", `"`, true)}
	}
	return d
}

// sampleFiles reports the words in files named *.sample.
func sampleFiles(fc *rule.FileContext) (out []rule.FileFinding) {
	for _, dir := range fc.Dirs {
		files, _ := filepath.Glob(filepath.Join(dir, "*.sample"))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				fc.Errorf(file, 0, "cannot be read")
				continue
			}
			for i, line := range bytes.Split(data, []byte("\n")) {
				at := bytes.Index(line, []byte("klaviyo:"))
				if at < 0 {
					continue
				}
				word := strings.Fields(string(line[at+len("klaviyo:"):]) + " .")[0]
				if word == "broken" {
					fc.Errorf(file, i+1, "broken %s", "line")
					continue
				}
				out = append(out, rule.FileFinding{
					Rule: "sample", Message: "planted " + word, File: file,
					Line: i + 1, Col: at + 1, EndLine: i + 1, EndCol: at + 1 + len("klaviyo:") + len(word),
				})
			}
		}
	}
	return out
}
