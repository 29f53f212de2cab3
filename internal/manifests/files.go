package manifests

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A reader returns the Klaviyo packages of one manifest.
type reader func(*sidefile.File) ([]Dependency, error)

// sure makes a reader of one that takes any text.
func sure(read func(*sidefile.File) []Dependency) reader {
	return func(f *sidefile.File) ([]Dependency, error) { return read(f), nil }
}

var readers = map[string]reader{
	"go.mod":              goMod,
	"package.json":        npmManifest,
	"pnpm-workspace.yaml": sure(pnpmCatalog),
	"pyproject.toml":      pyproject,
	"Pipfile":             pipfile,
	"composer.json":       composerManifest,
	"Gemfile":             sure(gemfile),
	"gems.rb":             sure(gemfile),
}

// Collect returns the Klaviyo packages that the files of a run ask for, by
// file and place. Files that cannot be read or parsed are reported, and the
// others still read.
func Collect(c *rule.FileContext) []Dependency {
	var deps []Dependency
	asks := func(c sidefile.Candidate) bool {
		read, _ := readerOf(c)
		return read != nil
	}
	for _, candidate := range sidefile.List(c, asks) {
		read, limit := readerOf(candidate)
		f, err := sidefile.Text(c, new([]byte), candidate.Path, limit)
		if err != nil {
			c.Errorf(candidate.Path, 0, "%v", err)
			continue
		}
		if f == nil || !sidefile.ContainsFold(f.Data, token) || c.Skips(candidate.Path) {
			continue
		}
		found, err := read(f)
		if err != nil {
			line := 0
			var syntax *sidefile.SyntaxError
			if errors.As(err, &syntax) {
				line, err = syntax.Line, syntax.Err
			}
			c.Errorf(candidate.Path, line, "cannot parse %s: %v", filepath.Base(candidate.Path), err)
		}
		for i := range found {
			if found[i].Ecosystem != Go && found[i].Lock == LockMissing {
				findLock(&found[i], stopAt(c, candidate.Path))
			}
		}
		deps = append(deps, found...)
	}
	return sorted(deps)
}

// readerOf returns what reads a file, and how large it may be; nil for a file
// that asks for no packages.
func readerOf(c sidefile.Candidate) (reader, int64) {
	name := filepath.Base(c.Path)
	if read := readers[name]; read != nil && !c.Around {
		return read, sidefile.ManifestLimit
	}
	if isRequirements(c.Path) && !c.Around {
		return sure(pipRequirements), sidefile.ManifestLimit
	}
	switch c.Kind {
	case sidefile.Shell, sidefile.Make, sidefile.Docker, sidefile.YAML:
		if slices.Contains(npmLocks, name) {
			return nil, 0
		}
		return sure(func(f *sidefile.File) []Dependency { return scriptInstalls(f, c.Kind) }), sidefile.SmallLimit
	}
	return nil, 0
}

// stopAt returns the highest folder in which a lock file may stand: the
// repository's root, without one the module's, else that of the manifest.
func stopAt(c *rule.FileContext, path string) string {
	if c.RepoRoot != "" {
		return c.RepoRoot
	}
	best := filepath.Dir(path)
	for _, root := range c.ModuleRoots {
		if strings.HasPrefix(path, root+string(filepath.Separator)) && len(root) < len(best) {
			best = root
		}
	}
	return best
}

// findLock looks for the lock file of a dependency, and in it for its version.
// Only npm's tools and uv keep one for several folders, above them.
func findLock(d *Dependency, stop string) {
	names, up := lockNames(d)
	d.LockFile = strings.Join(names[:min(len(names), 2)], " or ")
	if d.Ecosystem == klaviyo.NPM {
		d.LockFile = "package-lock.json, yarn.lock, pnpm-lock.yaml or bun.lock"
	}
	for dir := filepath.Dir(d.File); ; dir = filepath.Dir(dir) {
		for _, name := range names {
			path := filepath.Join(dir, name)
			if sidefile.Exists(path) {
				d.Lock, d.LockFile = LockPresent, path
				d.LockedVersion = lockedVersion(path, d)
				return
			}
		}
		if !up || dir == stop || dir == filepath.Dir(dir) {
			break
		}
	}
	if d.Ecosystem == klaviyo.PyPI && filepath.Base(d.File) == "pyproject.toml" {
		compiledRequirements(d)
	}
}

func lockNames(d *Dependency) (names []string, up bool) {
	switch d.Ecosystem {
	case klaviyo.NPM:
		return npmLocks, true
	case klaviyo.Packagist:
		return []string{"composer.lock"}, false
	case klaviyo.RubyGems:
		return []string{gemLocks[filepath.Base(d.File)]}, false
	}
	if filepath.Base(d.File) == "Pipfile" {
		return []string{"Pipfile.lock"}, false
	}
	return pythonLocks, true
}

func lockedVersion(path string, d *Dependency) string {
	f, err := sidefile.Read(path, sidefile.ManifestLimit)
	if err != nil || f == nil {
		return "" // bun.lockb is binary; what cannot be read locks all the same
	}
	switch d.Ecosystem {
	case klaviyo.NPM:
		return npmLockedVersion(f, d.Name)
	case klaviyo.Packagist:
		return composerLockedVersion(f, d.Name)
	case klaviyo.RubyGems:
		return gemLockedVersion(f, d.Name)
	}
	return pythonLockedVersion(f, d.Name)
}

// compiledRequirements accepts a requirements file with the exact version
// beside a pyproject.toml as its lock file: that is how pip-tools and uv
// compile one.
func compiledRequirements(d *Dependency) {
	dir := filepath.Dir(d.File)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !isRequirements(path) {
			continue
		}
		f, err := sidefile.Read(path, sidefile.ManifestLimit)
		if err != nil || f == nil {
			continue
		}
		for _, r := range pipRequirements(f) {
			if r.Pin == Exact && r.Name == d.Name {
				d.Lock, d.LockFile, d.LockedVersion = LockPresent, path, r.Version
				return
			}
		}
	}
}
