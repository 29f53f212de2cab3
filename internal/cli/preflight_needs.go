package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/paths"
	"github.com/klaviyolint/klaviyolint/internal/preflight"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

// preflightNeeds says what the calls of the analysed packages need of Klaviyo.
// Where the configuration has several keys, only calls of the one that is read
// from env count for scopes.
func preflightNeeds(res *driver.Result, dir string, s *config.Settings, env string) *preflight.Needs {
	doc := inventory.Collect(gather.Module(res), dir, gather.Sources(res))
	n := &preflight.Needs{}
	at := map[string]string{} // by id of a call
	for _, c := range doc.Calls {
		at[c.ID] = c.Location.String()
		if c.Role != inventory.RoleDefinition && (c.Kind == inventory.KindAPI || c.Kind == inventory.KindClient || c.Role == inventory.RoleOpen) {
			addCall(n, c)
		}
	}
	for _, need := range doc.Needs(s.Keys) {
		if need.Key != "" && need.Key != env && slices.ContainsFunc(s.Keys, func(k config.KeyRow) bool { return k.Name() == env }) {
			continue
		}
		for _, sc := range need.By {
			use := preflight.ScopeUse{Scope: sc.Scope, Certain: sc.Certain}
			for _, id := range sc.Calls {
				use.At = append(use.At, at[id])
			}
			n.Scopes = append(n.Scopes, use)
		}
		if len(need.Open) > 0 {
			n.Open = fmt.Sprintf("the path of %d calls is not known, such as %s", len(need.Open), need.Open[0])
		}
	}
	for _, p := range res.Packages {
		r, _ := p.ResultOf(webhooks.Analyzer).(*webhooks.Result)
		if r == nil {
			continue
		}
		for _, read := range r.Reads {
			if read.Kind == klaviyo.HeaderSent && read.Header == "Klaviyo-Signature" && read.Place.IsValid() {
				pos := p.Fset.Position(read.Place.Pos)
				n.Handlers = append(n.Handlers, preflight.HandlerUse{At: fmt.Sprintf("%s:%d", inventory.Relative(dir, pos.Filename), pos.Line)})
			}
		}
	}
	n.Handlers = append(n.Handlers, replayWindows(res, dir)...)
	n.Normalize()
	return n
}

// replayWindows are the places where a handler compares Klaviyo-Timestamp with the
// clock. The whole program is built only where that header is read.
func replayWindows(res *driver.Result, dir string) []preflight.HandlerUse {
	var out []preflight.HandlerUse
	var program *paths.Program
	for _, p := range res.Packages {
		r, _ := p.ResultOf(webhooks.Analyzer).(*webhooks.Result)
		if r == nil {
			continue
		}
		for _, read := range r.Reads {
			if read.Header != "Klaviyo-Timestamp" || !read.Place.IsValid() {
				continue
			}
			if program == nil {
				program = paths.Build(res.Loaded)
			}
			for _, c := range program.At(read.Place.Pos, read.Place.End) {
				if at := program.ComparedWithClock(c); at.IsValid() {
					pos := program.Fset.Position(at)
					out = append(out, preflight.HandlerUse{At: fmt.Sprintf("%s:%d", inventory.Relative(dir, pos.Filename), pos.Line), Window: true})
				}
			}
		}
	}
	return out
}

// addCall adds the endpoint and the revisions of one call.
func addCall(n *preflight.Needs, c *inventory.Call) {
	n.Calls++
	where := c.Location.String()
	eps := c.Candidates()
	if c.Resolved() && len(eps) == 1 {
		n.Endpoints = append(n.Endpoints, preflight.EndpointUse{Method: eps[0].Method, Path: eps[0].Path, Calls: 1})
	}
	seen := []*inventory.Seen{{Req: c.Req, Fset: c.Fset}}
	for _, s := range append(seen, c.Same...) {
		for _, t := range s.Req.Headers.Set["Revision"].Texts() {
			addRevision(n, c, s, t)
		}
	}
	needs := len(eps) > 0 && !slices.ContainsFunc(eps, func(e *klaviyo.Endpoint) bool { return e.NeedsRevision != "yes" })
	if needs && c.Req.Via.SDK == "" && c.Req.Sent && !c.Req.Headers.Open && !c.Req.Headers.May("Revision") {
		n.Unsent = append(n.Unsent, where)
	}
}

// addRevision adds one value of the header: a constant, at the place where it is
// written, or the environment variable that it comes from.
func addRevision(n *preflight.Needs, c *inventory.Call, s *inventory.Seen, t flow.Text) {
	use := preflight.RevisionUse{At: []string{c.Location.String()}}
	if v, ok := t.Const(); ok && v != "" {
		use.Value = v
		for _, part := range t {
			if !part.Hole && part.Src.Pkg == c.Package && part.Src.Pos.IsValid() {
				pos := s.Fset.Position(part.Src.Pos)
				use.At = []string{fmt.Sprintf("%s:%d", shortName(c, pos.Filename), pos.Line)}
			}
		}
		n.Revisions = append(n.Revisions, use)
		return
	}
	for _, part := range t {
		if part.Hole && part.From.Kind == "env" {
			use.Env = part.From.Name
			n.Revisions = append(n.Revisions, use)
			return
		}
	}
}

// shortName names a file of the call's package as the inventory names files.
func shortName(c *inventory.Call, file string) string {
	return inventory.Relative(strings.TrimSuffix(filepath.ToSlash(c.File), c.Location.Path), file)
}
