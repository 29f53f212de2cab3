package gopls

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// gopls keeps results on disk, under a key that knows the names of the analyzers
// but neither .klaviyolint.toml nor go.mod nor the day. Its list of analyzers is
// one for all the folders that it will ever be asked to open, and made before it
// knows any of them; the directory it starts in need not be one of them. So the
// roots of modules are remembered when one of their packages is first analysed,
// and the names hold a salt over all that are known: an edited file is seen after
// a restart, wherever it lies.
type roots struct {
	dir  string // one file for each root; "" when it cannot be had
	mu   sync.Mutex
	seen map[string]bool // folders of packages
}

// openRoots finds the folder beside that of gopls' own cache, as gopls does.
func openRoots() *roots {
	r := &roots{seen: map[string]bool{}}
	base := os.Getenv("GOPLSCACHE")
	if base == "" {
		base, _ = os.UserCacheDir()
	}
	for _, base := range []string{base, os.TempDir()} {
		dir := filepath.Join(base, "klaviyolint", "gopls-roots")
		if base != "" && os.MkdirAll(dir, 0o700) == nil {
			r.dir = dir
			break
		}
	}
	return r
}

// salt hashes what findings depend on beside Go sources, for dir and for every
// root that is known. Roots that are gone are forgotten. Where nothing can be
// remembered the salt never repeats, and gopls starts without results each time.
func (r *roots) salt(dir string) string {
	if r.dir == "" {
		return fmt.Sprintf("%.16s", rand.Text())
	}
	h := sha256.New()
	fmt.Fprintln(h, config.Salt(dir))
	entries, err := os.ReadDir(r.dir) // sorted
	if err != nil {
		return fmt.Sprintf("%.16s", rand.Text())
	}
	for _, e := range entries {
		name := filepath.Join(r.dir, e.Name())
		root, err := readfile.Regular(name, readfile.Settings)
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(string(root), "go.mod")); err != nil {
			os.Remove(name)
			continue
		}
		fmt.Fprintln(h, config.Salt(string(root)))
	}
	return fmt.Sprintf("%x", h.Sum(nil))[:16]
}

// around makes the configuration remember where it was looked for.
func (r *roots) around(find bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			r.remember(filepath.Dir(pass.Fset.File(f.FileStart).Name()))
		}
		return find(pass)
	}
}

// remember notes the root of the module that holds dir. It does so before the
// package is judged, so that no result can be kept without its root.
func (r *roots) remember(dir string) {
	if r.dir == "" || !filepath.IsAbs(dir) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen[dir] {
		return
	}
	r.seen[dir] = true
	root := config.ModuleRoot(dir)
	if root == "" {
		return
	}
	name := filepath.Join(r.dir, fmt.Sprintf("%x", sha256.Sum256([]byte(root)))[:16])
	if known, err := readfile.Regular(name, readfile.Settings); err == nil && slices.Equal(known, []byte(root)) {
		return
	}
	// A file that cannot be written costs freshness after an edit of the TOML, and
	// nothing else.
	_ = os.WriteFile(name, []byte(root), 0o600)
}
