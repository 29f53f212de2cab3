package load

import (
	"crypto/sha256"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"sync"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// A file is one source file, parsed.
type file struct {
	name  string
	at    stamp
	ast   *ast.File
	start token.Pos // where its positions begin, when the tree is gone
	err   error     // of reading or parsing it; the tree may be there beside it
}

// A stamp tells one state of a file from another. An open document has a hash, a
// file on disk the time of its last change.
type stamp struct {
	time time.Time
	size int64
	hash [sha256.Size]byte
}

// A fileCache keeps the whole trees of files between loads, and within one for
// packages that share files: a package and its test variant.
type fileCache struct {
	mu       sync.Mutex
	replaced map[string][]byte
	whole    map[string]*entry
	used     map[string]bool
	stale    []*file
}

type entry struct {
	once sync.Once
	file *file
}

func newFileCache() *fileCache { return &fileCache{whole: map[string]*entry{}} }

func (c *fileCache) begin(replaced map[string][]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.replaced, c.used = replaced, map[string]bool{}
}

// end forgets what the last load did not use.
func (c *fileCache) end(fset *token.FileSet) {
	for _, f := range c.stale {
		forget(fset, f)
	}
	c.stale = nil
	for name, e := range c.whole {
		if !c.used[name] {
			forget(fset, e.file)
			delete(c.whole, name)
		}
	}
}

func forget(fset *token.FileSet, f *file) {
	if f != nil && f.ast != nil {
		drop(fset, f.ast.FileStart)
	}
}

// drop takes the positions of a tree that begins at start out of the file set.
func drop(fset *token.FileSet, start token.Pos) {
	if f := fset.File(start); f != nil {
		fset.RemoveFile(f)
	}
}

// keep notes that a load uses a tree that it did not ask for.
func (c *fileCache) keep(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[name] = true
}

// stamp returns the state of a file.
func (c *fileCache) stamp(name string) stamp {
	if text, ok := c.replaced[name]; ok {
		return stamp{size: int64(len(text)), hash: sha256.Sum256(text)}
	}
	info, err := os.Stat(name)
	if err != nil {
		return stamp{}
	}
	return stamp{time: info.ModTime(), size: info.Size()}
}

func (c *fileCache) text(name string) ([]byte, error) {
	if text, ok := c.replaced[name]; ok {
		return text, nil
	}
	return readfile.Regular(name, readfile.Source)
}

// parse returns the whole tree of a file, with comments.
func (c *fileCache) parse(fset *token.FileSet, name string, at stamp) *file {
	c.mu.Lock()
	c.used[name] = true
	e := c.whole[name]
	if e == nil || e.file != nil && e.file.at != at {
		if e != nil {
			c.stale = append(c.stale, e.file) // an older package may still be looked at
		}
		e = new(entry)
		c.whole[name] = e
	}
	c.mu.Unlock()
	e.once.Do(func() {
		f := &file{name: name, at: at}
		var src []byte
		if src, f.err = c.text(name); f.err == nil {
			f.ast, f.err = parser.ParseFile(fset, name, src, parser.AllErrors|parser.ParseComments)
		}
		e.file = f
	})
	return e.file
}

// outline returns the tree of a file without what importers cannot see.
func (c *fileCache) outline(fset *token.FileSet, name string, at stamp) *file {
	f := &file{name: name, at: at}
	src, err := c.text(name)
	if err != nil {
		f.err = err
		return f
	}
	if _, ok := c.replaced[name]; ok {
		src = append([]byte(nil), src...)
	}
	f.ast, f.err = parser.ParseFile(fset, name, blank(src), parser.SkipObjectResolution)
	return f
}
