package authheader

import (
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/keyflow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix offers the right scheme in place of a wrong one that is written out.
func (j *judge) fix(h requests.HeaderValue, c keyflow.Credential, kind string) []rule.Fix {
	if kind == "public" || c.Bare || c.Scheme == "" || len(h.Text) == 0 {
		return nil
	}
	p := h.Text[0]
	if p.Hole || p.Src.Pkg != j.pass.Pkg.Path() || p.Src.DeclPkg != "" || p.Src.Gen {
		return nil
	}
	old, mended := c.Scheme, klaviyo.KeyScheme
	if c.Glued {
		mended += " "
	}
	edits, ok := edit.LiteralEdit(j.pass, p.Src.Pos, old, mended)
	if !ok {
		return nil
	}
	return []rule.Fix{{Message: "use the scheme " + klaviyo.KeyScheme, Edits: edits}}
}
