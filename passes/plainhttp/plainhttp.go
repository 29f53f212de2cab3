package plainhttp

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports connections to and from Klaviyo without protection.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

type judge struct {
	pass *analysis.Pass
	res  *requests.Result
	once *rule.Once
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, res: pass.ResultOf[requests.Analyzer].(*requests.Result), once: rule.NewOnce(pass)}
	for _, r := range j.res.Requests {
		j.webhook(r)
		if r.Via.SDK != "" || r.HostKind() != klaviyo.HostAPI || internal(r) {
			continue
		}
		for _, u := range r.Hosted() {
			j.scheme(r, u)
		}
		j.certificate(r)
	}
	return nil
}

// internal reports whether the request certainly goes to Klaviyo's own pages,
// which no rule but legacyapi and rawhttp judges.
func internal(r *requests.Request) bool {
	kinds, all := r.Kinds()
	return all && len(kinds) == 1 && kinds[klaviyo.PathInternal]
}

func (j *judge) scheme(r *requests.Request, u requests.URL) {
	s, ok := u.Scheme.Const()
	if !ok || !strings.EqualFold(s, "http") || klaviyo.KindOfHost(u.KnownHost()) != klaviyo.HostAPI {
		return
	}
	whole := oneLiteral(u)
	if !whole && chosen(r, u) {
		return
	}
	site, ok := j.res.HostSite(r, u.Scheme)
	if !ok {
		if site, ok = j.res.HostSite(r, u.Host); !ok {
			return
		}
	}
	j.once.Report(site.Place, "scheme", fmt.Sprintf("request to %q goes out over plain http, where the key can be read on the way; use \"https\"", u.KnownHost()), j.https(site, s, whole)...)
}

// https offers the scheme in place of http. Where scheme and host are written
// apart, the scheme may serve other hosts as well.
func (j *judge) https(site requests.Site, scheme string, whole bool) []rule.Fix {
	if !site.Literal {
		return nil
	}
	old, mended := scheme+"://", "https://"
	if !whole {
		old, mended = scheme, "https"
	}
	edits, ok := edit.LiteralEdit(j.pass, site.Lit.Src.Pos, old, mended)
	if !ok {
		return nil
	}
	return []rule.Fix{{Message: "use https", Edits: edits, Safe: whole || site.Lit.Src.Named == "" && !site.Lit.Src.Folded}}
}

// oneLiteral reports whether scheme and host stand in one literal, without a
// port.
func oneLiteral(u requests.URL) bool {
	return len(u.Scheme) == 1 && len(u.Host) == 1 && u.Scheme[0].Src.Pos.IsValid() && u.Scheme[0].Src.Pos == u.Host[0].Src.Pos && !strings.Contains(u.KnownHost(), ":")
}

// chosen reports whether the request may go to the same host by https: then the
// scheme is chosen somewhere, and http may be the choice for other hosts.
func chosen(r *requests.Request, u requests.URL) bool {
	for _, v := range r.Hosted() {
		if s, ok := v.Scheme.Const(); v.KnownHost() == u.KnownHost() && (!ok || !strings.EqualFold(s, "http")) {
			return true
		}
	}
	return false
}

// certificate reports a client that trusts every server, where that is written
// down, or where this package gets the client.
func (j *judge) certificate(r *requests.Request) {
	c := r.Client
	if !c.Insecure || !r.Sent {
		return
	}
	at := requests.Place{Pos: c.Unchecked.Pos, End: c.Unchecked.End}
	if c.Unchecked.Gen {
		return
	}
	if !at.IsValid() || c.Unchecked.Pkg != j.pass.Pkg.Path() {
		if r.Build[r.Owner].Fn.Pkg == c.Unchecked.Pkg {
			return // that package makes both, and has the finding
		}
		var ok bool
		if at, ok = j.res.ClientPlace(r); !ok {
			return
		}
	}
	j.once.Report(at, "certificate", "the client that calls Klaviyo does not check the server's certificate; remove InsecureSkipVerify, or set RootCAs")
}

func (j *judge) webhook(r *requests.Request) {
	for _, t := range webhookURLs(r) {
		scheme, host, _, _ := stdlib.SplitURL(t)
		s, ok := scheme.Const()
		if !ok || !strings.EqualFold(s, "http") || requests.Loopback(host.Pattern()) {
			continue
		}
		at, ok := j.res.ValueSite(r, t)
		if !ok {
			continue
		}
		var fixes []rule.Fix
		if lit, here := requests.Literal(j.pass.Pkg.Path(), t); here && lit.Src.DeclPkg == "" {
			at = edit.PartPlace(j.pass, lit.Src)
			if edits, ok := edit.LiteralEdit(j.pass, lit.Src.Pos, "http://", "https://"); ok {
				fixes = []rule.Fix{{Message: "use https", Edits: edits, Safe: true}}
			}
		}
		j.once.Report(at, "webhook", "the webhook's \"endpoint_url\" is plain http, which Klaviyo does not accept; serve the address over https", fixes...)
	}
}
