package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/driver"
)

// strayPackages notes names in [client] packages that cannot mean a package: with
// such a name in it, the client itself is reported as a stranger.
func (e *env) strayPackages(run *lintRun, res *driver.Result) {
	var said []string
	for _, s := range run.opts.Settings.Each() {
		for _, name := range s.Client.Packages {
			if why := stray(name, res.Modules); why != "" && !slices.Contains(said, why) {
				said = append(said, why)
				e.note("[client] packages: %s", why)
			}
		}
	}
}

// stray says what is wrong with the import path of a package, or "". A path of
// another module is left alone.
func stray(name string, modules []driver.Module) string {
	path, below := strings.CutSuffix(name, "/...")
	holder := "" // a module inside another may hold it
	for _, m := range modules {
		if rest, inside := strings.CutPrefix(path+"/", m.Path+"/"); inside {
			if isFolder(filepath.Join(m.Dir, filepath.FromSlash(rest))) {
				return ""
			}
			holder = m.Path
		}
	}
	if holder != "" {
		return fmt.Sprintf("the module %s has no package %q", holder, path)
	}
	for _, m := range modules {
		if isFolder(filepath.Join(m.Dir, filepath.FromSlash(path))) {
			full := m.Path + "/" + strings.TrimPrefix(path, "./")
			if below {
				full += "/..."
			}
			return fmt.Sprintf("%q is a folder; write the import path %q", name, full)
		}
	}
	return ""
}

func isFolder(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}
