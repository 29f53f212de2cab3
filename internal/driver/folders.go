package driver

import (
	"io/fs"
	"os"
	"sync"
)

// folders reads each directory of a run once. Patterns, the scan of Go files
// and the rules that read other files all walk the same ones.
type folders struct {
	mu   sync.Mutex
	memo map[string]folder
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
		f.mu.Lock()
		f.memo[dir] = known
		f.mu.Unlock()
	}
	return known.entries, known.err
}
