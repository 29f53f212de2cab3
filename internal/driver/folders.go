package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// folders reads each directory of a run once. Patterns, the scan of Go files
// and the rules that read other files all walk the same ones.
type folders struct {
	mu      sync.Mutex
	memo    map[string]folder
	overlay map[string][]byte // open documents, which need not be on disk yet
}

type folder struct {
	entries []fs.DirEntry
	err     error
}

func newFolders() *folders { return &folders{memo: map[string]folder{}} }

// read is [os.ReadDir], once for each name.
func (f *folders) read(dir string) ([]fs.DirEntry, error) {
	f.mu.Lock()
	known, ok := f.memo[dir]
	f.mu.Unlock()
	if !ok {
		known.entries, known.err = os.ReadDir(dir)
		for name := range f.overlay {
			if filepath.Dir(name) == dir {
				known.entries = withEntry(known.entries, filepath.Base(name))
			}
		}
		f.mu.Lock()
		f.memo[dir] = known
		f.mu.Unlock()
	}
	return known.entries, known.err
}

// withEntry adds a file to the sorted entries of a directory, unless it is there.
func withEntry(entries []fs.DirEntry, name string) []fs.DirEntry {
	i, found := slices.BinarySearchFunc(entries, name, func(e fs.DirEntry, name string) int { return strings.Compare(e.Name(), name) })
	if found {
		return entries
	}
	return slices.Insert(slices.Clone(entries), i, fs.DirEntry(unsaved(name)))
}

// unsaved is the entry of a document that is on no disk.
type unsaved string

func (u unsaved) Name() string               { return string(u) }
func (u unsaved) IsDir() bool                { return false }
func (u unsaved) Type() fs.FileMode          { return 0 }
func (u unsaved) Info() (fs.FileInfo, error) { return u, nil }
func (u unsaved) Size() int64                { return 0 }
func (u unsaved) Mode() fs.FileMode          { return 0o644 }
func (u unsaved) ModTime() time.Time         { return time.Time{} }
func (u unsaved) Sys() any                   { return nil }
