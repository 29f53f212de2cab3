package checklist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

// baselineSchema is the header that tells a baseline of the checklist from one of
// lint.
const baselineSchema = "klaviyolint.checklist-baseline/1"

// A Baseline lists the places that a code base has accepted for now. Items that
// fail at these alone do not block; they fail all the same.
type Baseline struct {
	Schema string              `json:"schema"`
	Items  map[string][]string `json:"items"` // fingerprints by item
}

// NewBaseline accepts what fails in a report.
func NewBaseline(r *Report) *Baseline {
	b := &Baseline{Schema: baselineSchema, Items: map[string][]string{}}
	for _, it := range r.Items {
		if it.Verdict != Fail {
			continue
		}
		for _, e := range it.Places(Against) {
			b.Items[it.ID] = append(b.Items[it.ID], e.Fingerprint)
		}
		slices.Sort(b.Items[it.ID])
	}
	return b
}

// ReadBaseline reads a baseline file. Errors name the file and the line.
func ReadBaseline(file string) (*Baseline, error) {
	data, err := readfile.Regular(file, readfile.Report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such baseline; make one with -write-baseline %s", file, file)
	}
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return nil, fmt.Errorf("%s:1: a baseline of lint, not of checklist; make one with klaviyolint checklist -write-baseline FILE", file)
	}
	var b Baseline
	if err := decodeStrict(data, &b); err != nil {
		return nil, fmt.Errorf("%s:%s: not a baseline of the checklist: %w", file, lineOf(data, err), err)
	}
	if b.Schema != baselineSchema {
		return nil, fmt.Errorf("%s:1: schema %q, want %q", file, b.Schema, baselineSchema)
	}
	return &b, nil
}

// Write writes the file by way of a temporary one.
func (b *Baseline) Write(file string) error {
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	return report.WriteFile(abs, append(data, '\n'))
}

// fresh reports whether a place is not in the baseline.
func (b *Baseline) fresh(id, fingerprint string) bool {
	return b == nil || !slices.Contains(b.Items[id], fingerprint)
}

// gone counts the places of the baseline that are no more.
func (b *Baseline) gone(id string, now []Evidence) int {
	if b == nil {
		return 0
	}
	n := 0
	for _, f := range b.Items[id] {
		if !slices.ContainsFunc(now, func(e Evidence) bool { return e.Role == Against && e.Fingerprint == f }) {
			n++
		}
	}
	return n
}

func decodeStrict(data []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("something follows the document")
	}
	return nil
}

// lineOf returns the line of an error of encoding/json.
func lineOf(data []byte, err error) string {
	at := int64(len(data))
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &typ):
		at = typ.Offset
	}
	return fmt.Sprint(1 + bytes.Count(data[:min(at, int64(len(data)))], []byte("\n")))
}
