package deploy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// envFile reads the names of an environment file that a workload is started
// with. One that git ignores is no part of the repository: it is not read, and
// what it holds is unknown.
func (r *reader) envFile(at Place, path string, w *Workload) {
	whole := Env{Place: at, Fill: FillUnknown, Store: "a file that is not in this repository", Ref: path, Workload: w}
	if r.opts.Ignored != nil && r.opts.Ignored(path) {
		r.files.Env = append(r.files.Env, whole)
		return
	}
	f, err := sidefile.Read(path, sidefile.SmallLimit)
	if err != nil || f == nil {
		r.files.Env = append(r.files.Env, whole)
		return
	}
	for offset, line := range f.Lines() {
		name, value, ok := envLine(line)
		if !ok || value == "" {
			continue
		}
		line, col := f.Position(offset)
		e := Env{Place: Place{path, line, col}, Name: name, Fill: FillFile, Store: "a file in the repository", Ref: path, Workload: w}
		if templated(value) {
			e.Fill = FillUnknown
		}
		e.Value, e.KeyShaped = masked(name, value), len(klaviyo.FindKeys(value)) > 0
		r.files.Env = append(r.files.Env, e)
	}
}

// envLine reads NAME=value, with export before it or quotes around the value.
func envLine(line string) (name, value string, ok bool) {
	line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
	if strings.HasPrefix(line, "#") {
		return "", "", false
	}
	name, value, ok = strings.Cut(line, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		value = value[1 : len(value)-1]
	}
	return name, value, ok && isEnvName(name)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
