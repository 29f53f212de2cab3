package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/preflight"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

// preflightNeeds says what the calls of the analysed packages need of Klaviyo.
func preflightNeeds(dir string, res *driver.Result) *preflight.Needs {
	n := &preflight.Needs{}
	seen := map[string]bool{} // a call is seen from each function that leads to it
	for _, p := range res.Packages {
		at := func(pl requests.Place) string {
			if !pl.IsValid() {
				return p.Path
			}
			pos := p.Fset.Position(pl.Pos)
			name := pos.Filename
			if rel, err := filepath.Rel(dir, name); err == nil && !strings.HasPrefix(rel, "..") {
				name = filepath.ToSlash(rel)
			}
			return fmt.Sprintf("%s:%d", name, pos.Line)
		}
		if r, _ := p.ResultOf(requests.Analyzer).(*requests.Result); r != nil {
			for _, req := range r.Calls() {
				if judged(req) {
					addNeeds(n, req, at(req.Place(0)), seen, func(t flow.Text) string {
						// Where the value is written says more than who calls.
						for _, part := range t {
							if !part.Hole && part.Src.Pkg == p.Path && part.Src.Pos.IsValid() {
								return at(requests.Place{Pos: part.Src.Pos})
							}
						}
						return at(req.Place(0))
					})
				}
			}
			if r.Budget && n.Open == "" {
				n.Open = p.Path + " was too large to be read whole"
			}
		}
		if r, _ := p.ResultOf(webhooks.Analyzer).(*webhooks.Result); r != nil {
			for _, read := range r.Reads {
				if read.Kind == klaviyo.HeaderSent && read.Header == "Klaviyo-Signature" {
					n.Handlers = append(n.Handlers, preflight.HandlerUse{At: at(read.Place)})
				}
			}
		}
	}
	n.Normalize()
	return n
}

// addNeeds adds one request.
func addNeeds(n *preflight.Needs, r *requests.Request, at string, seen map[string]bool, written func(flow.Text) string) {
	kinds, _ := r.Kinds()
	if !kinds[klaviyo.PathAPI] && !kinds[klaviyo.PathClient] && !kinds[klaviyo.PathOther] && r.Via.SDK == "" {
		return // token traffic, legacy
	}
	if host := r.HostKind(); host != klaviyo.HostAPI && host != klaviyo.HostForeign && r.Via.SDK == "" {
		return // the status page, browser assets
	}
	eps := candidates(r)
	if r.Via.Operation != "" {
		if ep := klaviyo.Operation(r.Via.Operation); ep != nil {
			eps = []*klaviyo.Endpoint{ep}
		}
	}
	if len(eps) == 0 && n.Open == "" {
		n.Open = "the path of the call at " + at + " is not known"
	}
	if key := at + fmt.Sprint(eps); !seen[key] {
		seen[key] = true
		n.Calls++
		if len(eps) == 1 {
			n.Endpoints = append(n.Endpoints, preflight.EndpointUse{Method: eps[0].Method, Path: eps[0].Path, Calls: 1})
		}
	}
	for i, ep := range eps {
		for _, s := range ep.Scopes {
			certain := true
			for _, other := range eps {
				certain = certain && slices.Contains(other.Scopes, s)
			}
			if i == 0 || !certain {
				n.Scopes = append(n.Scopes, preflight.ScopeUse{Scope: s, Certain: certain, At: []string{at}})
			}
		}
	}
	for _, t := range r.Headers.Set["Revision"].Texts() {
		if v, ok := t.Const(); ok {
			if v != "" {
				n.Revisions = append(n.Revisions, preflight.RevisionUse{Value: v, At: []string{written(t)}})
			}
			continue
		}
		for _, part := range t {
			if part.Hole && part.From.Kind == "env" {
				n.Revisions = append(n.Revisions, preflight.RevisionUse{Env: part.From.Name, At: []string{at}})
				break
			}
		}
	}
	needsOne := len(eps) > 0 && !slices.ContainsFunc(eps, func(e *klaviyo.Endpoint) bool { return e.NeedsRevision != "yes" })
	if needsOne && r.Via.SDK == "" && r.Sent && !r.Headers.Open && !r.Headers.May("Revision") {
		n.Unsent = append(n.Unsent, at)
	}
}

// candidates lists the operations that a request may be.
func candidates(r *requests.Request) []*klaviyo.Endpoint {
	methods, all := r.Methods()
	if !all {
		methods = []string{""}
	}
	var out []*klaviyo.Endpoint
	for _, u := range r.Hosted() {
		for _, m := range methods {
			for _, ep := range klaviyo.Possible(m, u.APIPath()) {
				if !slices.Contains(out, ep) && ep.Stage != klaviyo.LegacyStage {
					out = append(out, ep)
				}
			}
		}
	}
	return out
}
