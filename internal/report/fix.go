package report

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// Fixes are the new contents of files, ready to be written or shown.
type Fixes struct {
	Files []FixedFile
	// Left are the findings without a fix that could be applied, in order.
	Left []Finding
	// Overlapping counts fixes left out because they touch what another one
	// changes. Another run can apply them.
	Overlapping int
}

// A FixedFile is one file before and after.
type FixedFile struct {
	Name     string // absolute, symbolic links resolved
	Old, New []byte
	secret   []int // lines that findings of the secret rule point at
}

// ApplyFixes computes what the fixes of the findings make of their files. A
// fix is applied whole or not at all; the same edit proposed twice, by the
// test variant of a package or by two findings that need the same import, is
// made once. Nothing is written.
//
// The errors are files that could not be read, or that would no longer parse;
// those files are left as they are.
func ApplyFixes(fs []Finding) (*Fixes, []error) { return ApplyFixesOver(fs, nil) }

// ApplyFixesOver is [ApplyFixes] where the texts of open documents, by resolved
// name, stand in for files.
func ApplyFixesOver(fs []Finding, overlay map[string][]byte) (*Fixes, []error) {
	out := new(Fixes)
	set := editSet{}
	for name, text := range overlay {
		set[name] = &editedFile{old: text}
	}
	var errs []error
	var applied []Finding
	for _, f := range fs {
		switch ok, err := set.add(f.Fix); {
		case err != nil:
			errs = append(errs, err)
			out.Left = append(out.Left, f)
		case ok:
			applied = append(applied, f)
		default:
			if f.Fix != nil {
				out.Overlapping++
			}
			out.Left = append(out.Left, f)
		}
	}
	for _, name := range set.names() {
		file := set[name]
		changed, err := apply(name, file.old, file.edits)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if bytes.Equal(changed, file.old) {
			continue
		}
		fixed := FixedFile{Name: name, Old: file.old, New: changed}
		for _, f := range fs {
			if f.Rule == secretRule && resolve(f.File) == name {
				fixed.secret = append(fixed.secret, f.Line)
			}
		}
		out.Files = append(out.Files, fixed)
	}
	for _, f := range applied {
		if !slices.ContainsFunc(out.Files, func(x FixedFile) bool { return x.Name == resolve(f.Fix.Edits[0].File) }) {
			out.Left = append(out.Left, f)
		}
	}
	Sort(out.Left)
	return out, errs
}

// Write replaces the files. Each is written beside the old one first, and only
// when all are there do they take their places.
func (f *Fixes) Write() error {
	var temps []string
	defer func() {
		for _, t := range temps {
			os.Remove(t) // gone already after a rename
		}
	}()
	for _, file := range f.Files {
		t, err := writeTemp(file.Name, file.New)
		if err != nil {
			return err
		}
		temps = append(temps, t)
	}
	for i, file := range f.Files {
		if err := os.Rename(temps[i], file.Name); err != nil {
			return err
		}
	}
	return nil
}

// Undo puts the old contents back.
func (f *Fixes) Undo() error {
	back := &Fixes{}
	for _, file := range f.Files {
		back.Files = append(back.Files, FixedFile{Name: file.Name, New: file.Old})
	}
	return back.Write()
}

// WriteFile writes a file by way of a temporary one, so that an interrupted run
// leaves the old one whole.
func WriteFile(name string, data []byte) error {
	t, err := writeTemp(name, data)
	if err != nil {
		return err
	}
	defer os.Remove(t)
	return os.Rename(t, name)
}

// writeTemp writes data beside the named file, with that file's mode.
func writeTemp(name string, data []byte) (string, error) {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	t, err := os.CreateTemp(filepath.Dir(name), ".klaviyolint-*")
	if err != nil {
		return "", err
	}
	_, err = t.Write(data)
	err = errors.Join(err, t.Chmod(mode), t.Close())
	if err != nil {
		os.Remove(t.Name())
		return "", err
	}
	return t.Name(), nil
}

// An editSet holds the edits accepted so far, by resolved file name.
type editSet map[string]*editedFile

type editedFile struct {
	old   []byte
	edits []Edit // sorted, without overlap
}

func (s editSet) names() []string {
	var names []string
	for n, f := range s {
		if len(f.edits) > 0 {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// add accepts the edits of a fix unless one of them touches what an accepted
// edit changes.
func (s editSet) add(fix *Fix) (bool, error) {
	if fix == nil || len(fix.Edits) == 0 {
		return false, nil
	}
	for _, e := range fix.Edits {
		f, err := s.file(e.File)
		if err != nil {
			return false, err
		}
		if e.Start < 0 || e.End < e.Start || e.End > len(f.old) {
			return false, fmt.Errorf("%s: the file changed while it was analysed; nothing was fixed in it", e.File)
		}
		if generated().Match(f.old) || slices.ContainsFunc(f.edits, e.conflicts) {
			return false, nil
		}
	}
	for _, e := range fix.Edits {
		f := s[resolve(e.File)]
		e.File = resolve(e.File)
		if !slices.Contains(f.edits, e) {
			f.edits = append(f.edits, e)
		}
	}
	return true, nil
}

func (s editSet) file(name string) (*editedFile, error) {
	name = resolve(name)
	if f, ok := s[name]; ok {
		return f, nil
	}
	data, err := readfile.Regular(name, readfile.Source)
	if err != nil {
		return nil, err
	}
	s[name] = &editedFile{old: data}
	return s[name], nil
}

// conflicts reports whether two edits cannot both be made. Equal ones can, as
// one; so can two insertions of whole lines at one place, in either order.
func (e Edit) conflicts(o Edit) bool {
	if e.Start == o.Start && e.End == o.End {
		if e.New == o.New {
			return false
		}
		return e.End > e.Start || !wholeLines(e.New) || !wholeLines(o.New)
	}
	return e.Start < o.End && o.Start < e.End
}

func wholeLines(text string) bool {
	return strings.HasPrefix(text, "\n") != strings.HasSuffix(text, "\n")
}

// generated is the mark that https://go.dev/s/generatedcode describes. Such
// files are never fixed: the generator would undo it.
var generated = lazy.Regexp(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

// resolve follows symbolic links, so that a rename replaces the file and not
// the link.
func resolve(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

// apply makes the edits, and formats Go code that was formatted before.
func apply(name string, old []byte, edits []Edit) ([]byte, error) {
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	crlf := bytes.Contains(old, []byte("\r\n"))
	var buf bytes.Buffer
	at := 0
	for _, e := range edits {
		buf.Write(old[at:e.Start])
		text := e.New
		if crlf {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
		}
		buf.WriteString(text)
		at = e.End
	}
	buf.Write(old[at:])
	if filepath.Ext(name) != ".go" {
		return buf.Bytes(), nil
	}
	return tidyGo(name, old, buf.Bytes())
}
