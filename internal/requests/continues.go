package requests

import (
	"slices"
	"strings"
)

// Continues reports whether the address is by its name the link to the next
// page of a list: nothing else is known of it but the base, and another address
// of the request says which list.
func (u *URL) Continues() bool {
	holes := 0
	for i, p := range u.Text {
		if !p.Hole {
			rest := p.Lit
			if _, after, ok := strings.Cut(rest, "://"); ok {
				if at := strings.IndexByte(after, '/'); at >= 0 {
					rest = after[at:]
				} else {
					rest = ""
				}
			}
			if r := strings.Trim(rest, "/"); r != "" && r != "api" {
				return false
			}
			continue
		}
		holes++
		if i == 0 && len(u.Text) > 1 && p.From.Kind == "field" {
			continue // the base
		}
		if !slices.ContainsFunc(nameWords(p.From.Name), func(w string) bool {
			return slices.Contains([]string{"next", "cursor", "link", "page"}, w)
		}) {
			return false
		}
	}
	return holes > 0
}
