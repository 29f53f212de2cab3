package generate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func or(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// code writes a name as Markdown code, whatever it holds.
func code(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.ReplaceAll(s, "|", `\|`)
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

// cell writes prose into a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(s)
}

// listed names the first of several places.
func listed(places []string) string {
	const most = 5
	var out []string
	for i, p := range places {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(places)-most))
			break
		}
		out = append(out, code(p))
	}
	return strings.Join(out, ", ")
}

var safe = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shell writes a word that a shell reads as itself. Words in angle brackets are
// for people and stay.
func shell(s string) string {
	if safe.MatchString(s) || strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") && !strings.ContainsAny(s, "'\n") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// dedup drops lines that stand there already.
func dedup(lines []string) []string {
	var out []string
	for _, l := range lines {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
