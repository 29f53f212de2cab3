package manifests

import (
	"bytes"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

var hereMark = lazy.Regexp(`^<<-?\s*\\?["']?([A-Za-z_]\w*)["']?`)

// printers are commands whose arguments and input are text for people or
// files, not code that runs here.
var printers = []string{
	"echo", "printf", "cat", "tee", "print", "grep", "egrep", "rg", "sed", "awk", "log", "info", "warn", "error", "die", "fail", "usage",
	"which", "type", "man", "git", "gh", "read", ":", "LABEL", "MAINTAINER", "#",
}

// hereDocument consumes the mark of a here-document. The text of one that is
// printed or written is left out; that of a shell or of a Dockerfile's RUN is
// code.
func (s *splitter) hereDocument(i int) int {
	m := hereMark().FindSubmatch(s.data[i:min(s.end, i+80)])
	if m == nil {
		return 0
	}
	if len(s.current) > 0 && slices.Contains(printers, s.current[0].text) {
		s.here = string(m[1])
	}
	return i + len(m[0])
}

// skipHere returns the offset behind the here-document that begins on the line
// at i, or i when none is open.
func (s *splitter) skipHere(i int) int {
	if s.here == "" {
		return i
	}
	delimiter := []byte(s.here)
	s.here = ""
	for at := i; at < s.end; {
		end := s.lineEnd(at)
		if bytes.Equal(bytes.TrimSpace(s.data[at:end]), delimiter) {
			return end
		}
		at = end + 1
	}
	return i // never closed: rather read it
}
