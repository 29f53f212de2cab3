package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// Prose is checked by rule: lines and sentences have a limit, and words that make
// a reader stop are replaced by plain ones. Pages that are generated hold the
// texts of the rules, commands and settings, so those are checked too.
const (
	longestLine     = 250 // of prose; tables, code and links need what they need
	longestSentence = 45  // words
)

// clumsy are words and turns with what to write instead.
var clumsy = map[string]string{
	`(?i)\bfor ever\b`: "forever",
	`(?i)\banybody\b|\beverybody\b|\bnobody else\b`: "anyone, everyone, no one else",
	`\bReported (is|are)\b`:                         "the rule reports",
	`(?i)\bof anybody\b`:                            "from anyone",
	`(?i)\bby habit\b`:                              "what people guess",
	`(?i)\bis none that\b`:                          "is not one that",
	`(?i)\bstands? (in|at|on|for|behind|beside)\b`:  "is in, is at, means",
	`(?i)\bthe like\b.*\bthe like\b`:                "name them once",
	`(?i)\butili[sz]e`:                              "use",
	`(?i)\bin order to\b`:                           "to",
	`(?i)\bplease\b`:                                "leave it out",
	`(?i)\bsimply\b|\bjust\b|\bobviously\b`:         "leave it out",
	`(?i)\bso that it is\b`:                         "so it is",
	`(?i)\bmight\b`:                                 "may or can",
	`(?i)\bwhich is why\b`:                          "so",
	`(?i)\btold apart\b`:                            "distinguished",
	`(?i)\bwrongly\b`:                               "in the wrong way",
	`(?i)\bin the clear\b`:                          "unprotected",
	`(?i)\bmended?\b`:                               "fixed",
	`(?i)\bsave for\b|\bbut for\b`:                  "except",
	`(?i)\bthat very\b|\bvery\b`:                    "leave it out",
	`(?i)\bforthcoming\b|\bhence\b|\bthereby\b|\bthereof\b|\bwhereby\b`: "plain words",
	`(?i)\b(\w{3,}) \1\b`: "the word once",
}

func TestProse(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/rules/*.md", "editors/*.md", "bench/*.md", "health/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	if len(pages) < 20 {
		t.Fatalf("only %d pages", len(pages))
	}
	var bad []*regexp.Regexp
	var instead []string
	for pattern, better := range clumsy {
		if strings.Contains(pattern, `\1`) {
			continue // see repeated
		}
		bad = append(bad, regexp.MustCompile(pattern))
		instead = append(instead, better)
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.ToSlash(strings.TrimPrefix(page, root+string(filepath.Separator)))
		for _, p := range proseOf(string(data)) {
			for i, re := range bad {
				if m := re.FindString(p.text); m != "" {
					t.Errorf("%s:%d: %q: write %s", name, p.line, m, instead[i])
				}
			}
			if w := repeated(p.text); w != "" {
				t.Errorf("%s:%d: %q twice", name, p.line, w)
			}
			for _, s := range sentences(p.text) {
				if n := len(strings.Fields(s)); n > longestSentence {
					t.Errorf("%s:%d: a sentence of %d words: %s", name, p.line, n, s)
				}
			}
		}
		if strings.HasPrefix(name, "docs/rules/") || name == "docs/commands.md" || name == "docs/configuration.md" {
			continue // generated: a paragraph is a line
		}
		for n, line := range strings.Split(string(data), "\n") {
			if utf8.RuneCountInString(line) > longestLine && !strings.HasPrefix(line, "|") && !strings.Contains(line, "](") && !strings.HasPrefix(line, "    ") && !inCode(string(data), n) {
				t.Errorf("%s:%d: a line of %d characters", name, n+1, utf8.RuneCountInString(line))
			}
		}
	}
}

type prose struct {
	line int
	text string
}

// proseOf returns the paragraphs and list items of a page without code, tables,
// headings and what stands in backquotes.
func proseOf(page string) []prose {
	var out []prose
	code := false
	open := false
	for n, line := range strings.Split(page, "\n") {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(text, "```"):
			code, open = !code, false
			continue
		case code, strings.HasPrefix(line, "    "), strings.HasPrefix(text, "#"), strings.HasPrefix(text, "|"), strings.HasPrefix(text, "<!--"), text == "":
			open = false
			continue
		case strings.HasPrefix(text, "- "), regexp.MustCompile(`^\d+\. `).MatchString(text):
			open = false
		}
		text = regexp.MustCompile("`[^`]*`").ReplaceAllString(text, "X")
		text = regexp.MustCompile(`\]\([^)]*\)`).ReplaceAllString(text, "]")
		if open {
			out[len(out)-1].text += " " + text
			continue
		}
		out = append(out, prose{n + 1, text})
		open = true
	}
	return out
}

var sentenceEnd = regexp.MustCompile(`[.:;?!]\)?(\s|$)`)

func sentences(text string) []string { return sentenceEnd.Split(text, -1) }

// repeated returns a word that follows itself.
func repeated(text string) string {
	words := strings.Fields(text)
	for i := 1; i < len(words); i++ {
		if w := words[i]; len(w) > 2 && w == words[i-1] && regexp.MustCompile(`^[a-z]+$`).MatchString(w) {
			return w
		}
	}
	return ""
}

// inCode reports whether a line is part of a fenced block.
func inCode(page string, n int) bool {
	in := false
	for i, line := range strings.Split(page, "\n") {
		if i == n {
			return in
		}
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			in = !in
		}
	}
	return in
}
