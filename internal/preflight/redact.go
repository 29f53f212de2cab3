package preflight

import (
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Redactor keeps secrets out of what people read. Text that came over a
// connection goes through Outside; everything that is written goes through the
// writer of Stream.
type Redactor struct {
	parts []secretPart
}

// A secretPart is a secret, and how long a piece of it may be in a text of
// somebody else's.
type secretPart struct {
	text  string // lower case
	piece int
}

// longPiece is the length from which a piece of a secret is hidden in our own
// words too. Shorter ones meet dates and numbers by chance; text of others,
// which alone can hold a piece on purpose, was cut at four before.
const longPiece = 8

// NewRedactor hides the given credentials and further secrets.
func NewRedactor(more []string, creds ...Credential) *Redactor {
	r := &Redactor{}
	for _, c := range creds {
		r.add(c.secret, c.scheme != "Bearer")
	}
	for _, s := range more {
		r.add(s, false)
	}
	return r
}

func (r *Redactor) add(secret string, key bool) {
	if secret == "" {
		return
	}
	text := strings.ToLower(secret)
	if key {
		// Of the random part of a key, four characters are too many.
		if n := len(text); n >= 34 && hexTail.MatchString(text) {
			r.parts = append(r.parts, secretPart{text[n-34:], 4})
		}
	}
	r.parts = append(r.parts, secretPart{text, min(longPiece, len(text))})
}

var hexTail = regexp.MustCompile(`[0-9a-z]{34}$`)

const hidden = "…"

// mask hides every piece of a secret of at least the given length; 0 stands for
// each secret's own.
func (r *Redactor) mask(s string, least int) string {
	if r == nil || len(r.parts) == 0 || s == "" {
		return s
	}
	low := lower(s)
	hide := make([]bool, len(s))
	found := false
	for _, p := range r.parts {
		// A secret of a few characters is in every word; it is no secret.
		if len(p.text) < 4 || least > 0 && len(p.text) < 6 {
			continue
		}
		n := max(p.piece, min(least, len(p.text)))
		seen := map[string]bool{}
		for i := 0; i+n <= len(p.text); i++ {
			piece := p.text[i : i+n]
			if seen[piece] {
				continue
			}
			seen[piece] = true
			for at := 0; ; {
				j := strings.Index(low[at:], piece)
				if j < 0 {
					break
				}
				for k := at + j; k < at+j+n; k++ {
					hide[k] = true
				}
				found = true
				at += j + 1
			}
		}
	}
	if !found {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if !hide[i] {
			b.WriteByte(s[i])
		} else if i == 0 || !hide[i-1] {
			b.WriteString(hidden)
		}
	}
	return b.String()
}

// lower is strings.ToLower for ASCII alone, which keeps every offset.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// Outside makes text of somebody else's fit to be shown: at most n characters
// on one line, without control characters, without tags, without secrets.
func (r *Redactor) Outside(s string, n int) string {
	const most = 4096 // enough for any n, and little enough to search
	if len(s) > most {
		s = s[:most]
	}
	s = strings.ToValidUTF8(s, "�")
	s = authorization.ReplaceAllString(s, "${1} …")
	s = tags.ReplaceAllString(s, " ")
	s = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		if !unicode.IsPrint(c) { // control characters, and those that turn the direction
			return -1
		}
		return c
	}, s)
	s = klaviyo.MaskKeys(r.mask(s, 0))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > n {
		runes := []rune(s)
		s = strings.TrimSpace(string(runes[:n])) + "…"
	}
	return s
}

var (
	tags          = regexp.MustCompile(`<[^<>]{0,200}>`)
	authorization = regexp.MustCompile(`(?i)\b(klaviyo-api-key|bearer|basic)[\s:=]+[^\s,;"'<>]+`)
)

// Own hides secrets in text that this program composed.
func (r *Redactor) Own(s string) string { return klaviyo.MaskKeys(r.mask(s, longPiece)) }

// Stream returns a writer that hides secrets in each document written to w. A
// document must be written at once.
func (r *Redactor) Stream(w io.Writer) io.Writer { return redacting{r, w} }

type redacting struct {
	r *Redactor
	w io.Writer
}

func (s redacting) Write(p []byte) (int, error) {
	if _, err := io.WriteString(s.w, s.r.Own(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
