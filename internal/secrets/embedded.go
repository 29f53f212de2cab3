package secrets

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// EmbeddedKeys tells which keys stand where in the files that Go files at or
// below a folder embed, for hosts whose caches know nothing of such files. It
// goes by text, since nothing is parsed yet when a host asks, and may name files
// that no build embeds.
func EmbeddedKeys(root string) []string {
	var keys []string
	_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case err != nil:
			return nil
		case e.IsDir():
			if name != root && (base[0] == '.' || base[0] == '_' || base == "testdata" || base == "vendor" || base == "node_modules") {
				return fs.SkipDir
			}
		case e.Type().IsRegular() && strings.HasSuffix(base, ".go"):
			keys = append(keys, keysEmbeddedBy(root, name)...)
		}
		return nil
	})
	slices.Sort(keys)
	return slices.Compact(keys)
}

// keysEmbeddedBy lists the keys in what one Go file embeds. Paths are relative to
// root: where a checkout lies does not matter.
func keysEmbeddedBy(root, goFile string) []string {
	data, err := readfile.Regular(goFile, readfile.Source)
	if err != nil || !bytes.Contains(data, []byte("//go:embed ")) {
		return nil
	}
	dir := filepath.Dir(goFile)
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return nil
	}
	var keys []string
	for line := range strings.Lines(string(data)) {
		args, ok := strings.CutPrefix(strings.TrimSpace(line), "//go:embed ")
		if !ok {
			continue
		}
		for _, pattern := range embedPatterns(args) {
			for _, name := range embedFiles(dir, pattern) {
				file := filepath.Join(dir, filepath.FromSlash(name))
				f, err := sidefile.Read(file, sidefile.SmallLimit)
				if err != nil || f == nil {
					continue
				}
				for _, k := range inFile(f, sidefile.KindOf(file)) {
					at, col := f.Position(k.start)
					keys = append(keys, fmt.Sprintf("%s:%d:%d: %s", path.Join(filepath.ToSlash(rel), name), at, col, k.masked))
				}
			}
		}
	}
	return keys
}
