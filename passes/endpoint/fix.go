package endpoint

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix offers the path that was probably meant, where that is one word of the
// literal, or a missing "/api" before it.
func (j *judge) fix(site requests.Site, u requests.URL, f *fault) []rule.Fix {
	if !site.Literal || f.meant == "" || site.Lit.Src.Named != "" && j.shared(site.Lit) {
		return nil
	}
	lit := site.Lit.Lit
	old, mended := "", ""
	path := u.APIPath()
	switch {
	case f.meant == "/api"+path && strings.HasPrefix(path, lit) && strings.HasPrefix(lit, "/"):
		old, mended = lit, "/api"+lit
	default:
		got, want := strings.Split(path, "/"), strings.Split(f.meant, "/")
		if len(got) != len(want) {
			return nil
		}
		for i := range got {
			if got[i] == want[i] || strings.HasPrefix(want[i], "{") {
				continue
			}
			if old != "" || strings.Contains(got[i], klaviyo.Hole) {
				return nil
			}
			old, mended = got[i], want[i]
		}
	}
	if old == "" || strings.Count(lit, old) != 1 {
		return nil
	}
	edits, ok := edit.LiteralEdit(j.pass, site.Lit.Src.Pos, lit, strings.Replace(lit, old, mended, 1))
	if !ok {
		return nil
	}
	return []rule.Fix{{Message: fmt.Sprintf("use the path %s", f.meant), Edits: edits}}
}

// shared reports whether a constant's literal is part of other paths as well.
func (j *judge) shared(lit flow.Part) bool {
	first := ""
	for _, r := range j.res.Requests {
		for _, u := range r.URLs {
			if !u.Uses(lit.Src) {
				continue
			}
			if p := u.APIPath(); first == "" {
				first = p
			} else if p != first {
				return true
			}
		}
	}
	return false
}
