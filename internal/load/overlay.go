package load

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// replacedFiles returns the texts that stand in for files: those of the options,
// over those of an -overlay file that the user gives the go command. A file that
// an overlay takes away has an empty text.
func replacedFiles(opts Options) (map[string][]byte, error) {
	name := overlayFlag(opts.BuildFlags)
	if name == "" {
		name = overlayFlag(strings.Fields(os.Getenv("GOFLAGS")))
	}
	if name == "" {
		return opts.Overlay, nil
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(opts.Dir, name)
	}
	data, err := readfile.Regular(name, readfile.Settings)
	if err != nil {
		return nil, fmt.Errorf("-overlay: %w", err)
	}
	var file struct{ Replace map[string]string }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("-overlay %s: %w", name, err)
	}
	out := map[string][]byte{}
	for from, to := range file.Replace {
		if to == "" {
			continue // go list does not name it
		}
		if !filepath.IsAbs(from) {
			from = filepath.Join(opts.Dir, from)
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(opts.Dir, to)
		}
		text, err := readfile.Regular(to, readfile.Source)
		if err != nil {
			return nil, fmt.Errorf("-overlay %s: %w", name, err)
		}
		out[from] = text
	}
	maps.Copy(out, opts.Overlay)
	return out, nil
}

// overlayFlag returns the value of -overlay among flags of the go command.
func overlayFlag(flags []string) string {
	value := ""
	for _, f := range slices.Backward(flags) {
		if name, v, ok := strings.Cut(strings.TrimLeft(f, "-"), "="); ok && name == "overlay" {
			value = v
			break
		}
	}
	return value
}
