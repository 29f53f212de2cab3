package secrets

import (
	"bytes"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A FileKey is one key in a file that is not Go.
type FileKey struct {
	File              string
	Line, Col, EndCol int
	Masked            string
}

// Files returns the keys in the configuration files, scripts and Dockerfiles
// of a run, by file and place. Files that cannot be read are reported.
func Files(c *rule.FileContext) []FileKey {
	var keys []FileKey
	var buf []byte
	for _, candidate := range sidefile.List(c, func(c sidefile.Candidate) bool { return c.Kind != sidefile.Other }) {
		f, err := sidefile.Text(c, &buf, candidate.Path, sidefile.SmallLimit)
		if err != nil {
			c.Errorf(candidate.Path, 0, "%v", err)
			continue
		}
		if f == nil || !bytes.Contains(f.Data, keyStart) {
			continue
		}
		found := inFile(f, candidate.Kind)
		if len(found) == 0 || c.Skips(candidate.Path) {
			continue
		}
		for _, k := range found {
			found := FileKey{File: f.Path, Masked: k.masked}
			found.Line, found.Col = f.Position(k.start)
			_, found.EndCol = f.Position(k.end)
			keys = append(keys, found)
		}
	}
	return keys
}

// keyStart is in every key; most files have none, and are not copied.
var keyStart = []byte("pk_")

// A textKey is a key at the bytes [start,end) of a file.
type textKey struct {
	start, end int
	masked     string
}

// inFile returns the keys in the text of a file.
func inFile(f *sidefile.File, kind sidefile.Kind) []textKey {
	all := string(f.Data)
	var keys []textKey
	for _, m := range klaviyo.FindKeys(all) {
		// The structure around a value matters for the loose shape, which is
		// rare, and for samples.
		path := keyPath(f, kind, m.Start)
		if len(path) > 0 && isSample(path[0]) || !textual(all[:m.Start], m.Shape, path...) {
			continue
		}
		keys = append(keys, textKey{m.Start, m.End, klaviyo.Mask(all[m.Start:m.End])})
	}
	return keys
}
