package inventory

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// The words of Klaviyo's page for whole sets of scopes.
const (
	FullAccess = "full"
	ReadOnly   = "read-only"
)

// A Need is what the calls of one key need.
type Need struct {
	Key      string   `json:"key"` // name of the key; "" where there is one for all
	Certain  []string `json:"certain"`
	Possible []string `json:"possible"`
	// Open are calls whose path is not known, and that could need any scope.
	Open []Location `json:"open"`
	// Missing are certain scopes that the key has not, Surplus those of the key
	// that no call can need; both only where the key's scopes are known.
	Missing []string `json:"missing"`
	Surplus []string `json:"surplus"`
	// By tells for each scope which calls need it.
	By []Scope `json:"by"`
}

// Needs returns what each key needs: one list, or one for each of several keys
// with packages of their own.
func (d *Document) Needs(keys []config.KeyRow) []Need {
	if len(keys) == 0 {
		keys = []config.KeyRow{{}}
	}
	var out []Need
	for i := range keys {
		k := &keys[i]
		var calls []*Call
		for _, c := range d.Calls {
			if uses(keys, k, c.Package) && (c.Kind == KindAPI || c.Role == RoleOpen) {
				calls = append(calls, c)
			}
		}
		n := Need{Certain: []string{}, Possible: []string{}, Open: []Location{}, Missing: []string{}, Surplus: []string{}, By: scopes(calls)}
		if len(keys) > 1 || k.Scopes != nil {
			n.Key = k.Name()
		}
		for _, s := range n.By {
			if s.Certain {
				n.Certain = append(n.Certain, s.Scope)
			} else {
				n.Possible = append(n.Possible, s.Scope)
			}
		}
		for _, c := range calls {
			if c.Role == RoleOpen || c.Role == RoleCall && len(c.endpoints) == 0 {
				n.Open = append(n.Open, c.Location)
			}
		}
		if k.Scopes != nil {
			n.compare(k.Scopes)
		}
		out = append(out, n)
	}
	return out
}

// uses reports whether the calls of a package use a key: those that no other key
// claims belong to the key without packages.
func uses(keys []config.KeyRow, k *config.KeyRow, pkg string) bool {
	claims := func(k *config.KeyRow) bool {
		c := config.Client{Packages: k.Packages}
		return c.HasPackage(pkg)
	}
	if len(k.Packages) > 0 {
		return claims(k)
	}
	for i := range keys {
		if claims(&keys[i]) {
			return false
		}
	}
	return true
}

// compare finds what a key lacks and what it has without need.
func (n *Need) compare(have []string) {
	for _, s := range n.Certain {
		if !grants(have, s) {
			n.Missing = append(n.Missing, s)
		}
	}
	for _, s := range have {
		if s == FullAccess || s == ReadOnly || !slices.Contains(n.Certain, s) && !slices.Contains(n.Possible, s) {
			n.Surplus = append(n.Surplus, s)
		}
	}
}

// grants reports whether a list of scopes and words covers a scope.
func grants(have []string, scope string) bool {
	return slices.Contains(have, scope) || slices.Contains(have, FullAccess) || slices.Contains(have, ReadOnly) && strings.HasSuffix(scope, ":read")
}

// WriteScopes writes the lists to paste, certain scopes one a line and the rest as
// comments. diff marks what is missing and what is too much.
func WriteScopes(w io.Writer, needs []Need, diff bool) error {
	var b strings.Builder
	for i, n := range needs {
		if n.Key != "" {
			if i > 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "# %s\n", n.Key)
		}
		for _, s := range n.Certain {
			if diff && slices.Contains(n.Missing, s) {
				s += "  # missing"
			}
			b.WriteString(s + "\n")
		}
		if diff {
			for _, s := range n.Surplus {
				fmt.Fprintf(&b, "# surplus: %s\n", s)
			}
		}
		for _, s := range n.By {
			if !s.Certain {
				fmt.Fprintf(&b, "# possible: %s\n", s.Scope)
			}
		}
		if len(n.Open) > 0 {
			var at []string
			for _, l := range n.Open {
				at = append(at, l.String())
			}
			fmt.Fprintf(&b, "# possible, from %s whose path is not known (%s): none added\n", plural(len(n.Open), "call"), strings.Join(at, ", "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
