package deploy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func (r *reader) notice(at Place, format string, args ...any) {
	r.files.Notices = append(r.files.Notices, Notice{at, fmt.Sprintf(format, args...)})
}

func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func large(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() > MaxFileSize
}

// literal fills an entry with a value of the file. An empty one, and one that a
// template or the shell replaces, say nothing.
func literal(e Env, value string) Env {
	switch {
	case value == "":
		e.Fill, e.Store = FillUnknown, "an empty value"
	case templated(value):
		e.Fill, e.Store = FillUnknown, "a value that is put in later"
	default:
		e.Fill, e.Store = FillLiteral, "a value in the file"
		e.KeyShaped = len(klaviyo.FindKeys(value)) > 0
		e.Value = masked(e.Name, value)
	}
	return e
}

// templated reports whether something else writes the value before it is used.
func templated(s string) bool {
	return strings.Contains(s, "${") || strings.Contains(s, "{{") || strings.Contains(s, "$(") ||
		strings.HasPrefix(s, "$") || strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">")
}

// masked keeps only values that cannot be secret: short words, numbers and
// truth values. A value of a variable that is named after a secret never is.
func masked(name, value string) string {
	upper := strings.ToUpper(name)
	for _, word := range []string{"KEY", "SECRET", "TOKEN", "PASS", "CRED", "PRIVATE"} {
		if strings.Contains(upper, word) {
			return klaviyo.Mask(value)
		}
	}
	if len(value) > 40 {
		return "…"
	}
	return klaviyo.MaskKeys(value)
}

// storeCommands start a program with the secrets of a store in its environment.
var storeCommands = [][]string{
	{"doppler", "run"}, {"op", "run"}, {"chamber", "exec"}, {"aws-vault", "exec"}, {"vault", "agent"},
	{"sops", "exec-env"}, {"berglas", "exec"},
}

// startsWithStore returns the store that a start command takes its environment
// from, or "".
func startsWithStore(words []string) string {
	for i := 0; i+1 < len(words); i++ {
		for _, c := range storeCommands {
			if base(words[i]) == c[0] && words[i+1] == c[1] {
				return c[0] + " " + c[1]
			}
		}
	}
	return ""
}

func base(word string) string { return word[strings.LastIndexByte(word, '/')+1:] }

// statusPage is the part of an address that is Klaviyo's status page.
// Source: https://status.klaviyo.com/api.
const statusPage = "://status.klaviyo.com/"

// statusURL returns the status page's machine address in a text, or "": a page
// for people is no monitor.
func statusURL(s string) string {
	i := strings.Index(s, "https"+statusPage)
	if i < 0 {
		return ""
	}
	url := s[i:]
	if end := strings.IndexAny(url, " \t\r\n\"'`;|)<>\\,"); end >= 0 {
		url = url[:end]
	}
	path := strings.TrimPrefix(url, "https"+statusPage)
	if path == "history.rss" || path == "history.atom" {
		return url
	}
	rest, ok := strings.CutPrefix(path, "api/v2/")
	if !ok {
		return ""
	}
	for _, word := range []string{"status", "summary", "components", "incidents"} {
		if strings.HasPrefix(rest, word) && strings.Contains(rest, ".json") {
			return url
		}
	}
	return ""
}
