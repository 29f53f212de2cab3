package config

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// Salt returns a short hexadecimal hash of everything beside Go sources, flags
// and the program itself that findings in dir depend on. Hosts that cache
// results mix it into their key. It holds
//
//   - where the day lies among the days on which a revision changes status, and
//     in which half of a month: findings speak of days to come, but a cache that
//     expires every day is none,
//   - the configuration file in force; in a workspace also those of its modules,
//     since packages are asked for one by one and dir may be none of theirs,
//   - the lines of go.mod, go.work and go.sum that name Klaviyo.
func Salt(dir string) string { return salt(dir, klaviyo.Today()) }

func salt(dir string, day klaviyo.Day) string {
	h := sha256.New()
	file, err := Find(dir)
	if err != nil {
		part(h, "error", []byte(err.Error()))
	}
	if file != "" {
		// A broken file counts by its bytes, so that mending it changes the salt.
		data, err := readfile.Regular(file, readfile.Settings)
		part(h, "config", data)
		if err != nil {
			part(h, "error", []byte(err.Error()))
		}
		if f, err := Parse(data, file); err == nil && !f.AsOf.IsZero() {
			day = f.AsOf
		}
	}
	return finish(h, dir, day)
}

// Salt is the salt of packages in dir where these settings are in force,
// wherever they come from.
func (s *Settings) Salt(dir string) string {
	h := sha256.New()
	// Where the module lies does not matter, only where in it the globs start.
	if rel, err := filepath.Rel(s.Root, moduleRoot(dir)); err == nil {
		part(h, "root", []byte(filepath.ToSlash(rel)))
	} else {
		part(h, "root", []byte(s.Root))
	}
	for _, v := range s.Effective() {
		part(h, v.Key, []byte(v.Value))
	}
	return finish(h, dir, s.Day)
}

func part(h hash.Hash, name string, data []byte) {
	fmt.Fprintf(h, "%s %d\n%s\n", name, len(data), data)
}

func finish(h hash.Hash, dir string, day klaviyo.Day) string {
	part(h, "day", []byte(epoch(day)))
	modules(h, dir)
	return fmt.Sprintf("%x", h.Sum(nil))[:16]
}

// epoch names a stretch of days on which the findings are the same.
func epoch(day klaviyo.Day) string {
	date, half := day.String(), 1
	if date[len("2006-01-"):] > "15" {
		half = 2
	}
	return fmt.Sprintf("%d %s/%d", klaviyo.BoundaryIndex(day), date[:len("2006-01")], half)
}

// modules writes the lines that name Klaviyo in the module files that rule dir,
// and the configuration of the modules of a workspace.
func modules(w hash.Hash, dir string) {
	roots := []string{moduleRoot(dir)}
	if work := workspaceRoot(dir); work != "" {
		data, _ := readfile.Regular(goWorkFile(work), readfile.Settings)
		klaviyoLines(w, "go.work", data)
		for _, root := range members(work) {
			roots = append(roots, root)
			if data, err := readfile.Regular(filepath.Join(root, FileName), readfile.Settings); err == nil {
				part(w, "config", data)
			}
		}
	}
	for _, root := range roots {
		if root == "" {
			continue
		}
		for _, name := range []string{"go.mod", "go.sum"} {
			data, _ := readfile.Regular(filepath.Join(root, name), readfile.Module)
			klaviyoLines(w, name, data)
		}
	}
}

func klaviyoLines(w io.Writer, name string, data []byte) {
	for line := range bytes.Lines(data) {
		if namesKlaviyo(string(line)) {
			fmt.Fprintf(w, "%s: %s\n", name, bytes.TrimSpace(line))
		}
	}
}

func namesKlaviyo(line string) bool {
	if strings.Contains(strings.ToLower(line), "klaviyo") {
		return true
	}
	for _, sdk := range klaviyo.SDKs() {
		if !sdk.Example && strings.Contains(line, sdk.Module) {
			return true
		}
	}
	return false
}
