package report

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/aymanbagabas/go-udiff/myers"
)

// Diff prints the fixes as a unified diff that `git apply` and `patch -p1`
// take in the working directory. A hunk that shows a key, or a line where
// hardcodedkey found a secret of another shape, is left out and said so.
func Diff(w io.Writer, v View, f *Fixes) error {
	var buf bytes.Buffer
	for _, file := range f.Files {
		name := filepath.ToSlash(Relative(v.Dir, file.Name))
		old, changed := string(file.Old), string(file.New)
		//nolint:staticcheck // its hunks hold whole lines, as a patch has to
		u, err := udiff.ToUnifiedDiff("a/"+name, "b/"+name, old, myers.ComputeEdits(old, changed), 3)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		hunks := u.Hunks[:0:0]
		for _, h := range u.Hunks {
			if from, to, secret := file.shows(h); secret {
				fmt.Fprintf(&buf, "# %s: the change to lines %d-%d is left out, since they hold a secret\n", name, from, to)
				continue
			}
			hunks = append(hunks, h)
		}
		if u.Hunks = hunks; len(hunks) > 0 {
			buf.WriteString(u.String())
		}
	}
	_, err := maskWriter{w}.Write(buf.Bytes())
	return err
}

// shows returns the old lines of a hunk, and whether they or their
// replacement hold a secret.
func (f FixedFile) shows(h *udiff.Hunk) (from, to int, secret bool) {
	var text strings.Builder
	from, to = h.FromLine, h.FromLine-1
	for _, l := range h.Lines {
		text.WriteString(l.Content)
		if l.Kind != udiff.Insert {
			to++
		}
	}
	secret = holdsKey(text.String()) ||
		slices.ContainsFunc(f.secret, func(n int) bool { return from <= n && n <= to })
	return from, max(to, from), secret
}
