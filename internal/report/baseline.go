package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/readfile"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Baseline is the findings that a code base has accepted for now. Its file
// is sorted JSON, one entry a line, so that changes to it review well.
type Baseline []BaselineEntry

// A BaselineEntry stands for the findings of one fingerprint.
type BaselineEntry struct {
	Rule        string `json:"rule"`
	Path        string `json:"path"` // relative to the module's root, for readers
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count"`
}

// NewBaseline accepts the given findings.
func NewBaseline(fs []Finding) Baseline {
	count := map[BaselineEntry]int{}
	for _, f := range fs {
		// Who names a folder after a key has it in the path too.
		count[BaselineEntry{Rule: f.Rule, Path: klaviyo.MaskKeys(f.Path), Fingerprint: f.Fingerprint}]++
	}
	b := Baseline{}
	for e, n := range count {
		e.Count = n
		b = append(b, e)
	}
	slices.SortFunc(b, func(x, y BaselineEntry) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	return b
}

// ReadBaseline reads a baseline file. Errors name the file, and the line where
// it is broken.
func ReadBaseline(file string) (Baseline, error) {
	data, err := readfile.Regular(file, readfile.Report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such baseline; make one with -write-baseline %s", file, file)
	}
	if err != nil {
		return nil, err
	}
	b, offset, err := decodeBaseline(bytes.TrimPrefix(data, bom))
	if err != nil {
		line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
		return nil, fmt.Errorf("%s:%d: not a baseline: %v", file, line, err)
	}
	return b, nil
}

// decodeBaseline reads entry by entry, so that an error has the offset of its
// entry.
func decodeBaseline(data []byte) (b Baseline, offset int64, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	fail := func(err error) (Baseline, int64, error) {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err, offset = errors.New("the file ends too early"), int64(len(data))
		}
		return nil, offset, err
	}
	if t, err := dec.Token(); err != nil {
		return fail(err)
	} else if t != json.Delim('[') {
		return fail(errors.New("want a list of entries"))
	}
	for dec.More() {
		// Past the comma and the white space before the entry.
		offset = dec.InputOffset()
		rest := data[offset:]
		offset += int64(len(rest) - len(bytes.TrimLeft(rest, ", \t\r\n")))
		var e BaselineEntry
		if err := dec.Decode(&e); err != nil {
			return fail(err)
		}
		switch {
		case e.Rule == "" || e.Fingerprint == "":
			return fail(errors.New("an entry needs a rule and a fingerprint"))
		case e.Count < 1:
			return fail(fmt.Errorf("count is %d, and must be at least 1", e.Count))
		}
		b = append(b, e)
	}
	if _, err := dec.Token(); err != nil {
		return fail(err)
	}
	offset = dec.InputOffset()
	rest := bytes.TrimLeft(data[offset:], " \t\r\n")
	if len(rest) > 0 {
		offset = int64(len(data) - len(rest))
		return fail(errors.New("something follows the list"))
	}
	return b, 0, nil
}

// Write writes the file by way of a temporary one, so that an interrupted run
// leaves the old baseline whole.
func (b Baseline) Write(file string) error {
	var buf bytes.Buffer
	buf.WriteString("[")
	for i, e := range b {
		if i > 0 {
			buf.WriteString(",")
		}
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		buf.WriteString("\n  ")
		buf.Write(line)
	}
	buf.WriteString("\n]\n")
	if len(b) == 0 {
		buf.Reset()
		buf.WriteString("[]\n")
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	// Through a link, and never in place of a pipe or a device.
	if info, err := os.Stat(abs); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s: not a regular file; the baseline is not written", file)
	}
	if _, err := os.Lstat(abs); err == nil {
		target, err := filepath.EvalSymlinks(abs)
		if err != nil {
			return fmt.Errorf("%s: a link to nothing; the baseline is not written", file)
		}
		abs = target
	}
	return WriteFile(abs, buf.Bytes())
}

// New splits findings into those the baseline does not know, and the number of
// accepted findings that no longer occur. Paths play no part: a file that is
// renamed within its package keeps its fingerprints.
func (b Baseline) New(fs []Finding) (fresh []Finding, gone int) {
	type key struct{ rule, fingerprint string }
	left := map[key]int{}
	for _, e := range b {
		left[key{e.Rule, e.Fingerprint}] += e.Count
	}
	for _, f := range fs {
		k := key{f.Rule, f.Fingerprint}
		if left[k] > 0 {
			left[k]--
			continue
		}
		fresh = append(fresh, f)
	}
	for _, n := range left {
		gone += n
	}
	return fresh, gone
}
