package checklist

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// fingerprints gives places an identity that lasts when lines move: a hash of the
// item, the folder, the text of the line and an index among equals. Keys are
// masked first, so that a fingerprint cannot confirm a guess.
type fingerprints struct {
	item   string
	line   func(string, int) string
	equals map[string]int
}

func newFingerprints(item string, line func(string, int) string) *fingerprints {
	return &fingerprints{item, line, map[string]int{}}
}

func (f *fingerprints) of(s *Subject) string {
	text := ""
	if f.line != nil {
		text = klaviyo.MaskKeys(strings.Join(strings.Fields(f.line(s.Place.Path, s.Place.Line)), " "))
	}
	id := strings.Join([]string{f.item, s.Kind, path.Dir(s.Place.Path), text}, "\x00")
	n := f.equals[id]
	f.equals[id]++
	sum := sha256.Sum256([]byte(id + "\x00" + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:16])
}
