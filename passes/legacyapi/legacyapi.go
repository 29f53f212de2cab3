package legacyapi

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports calls to what Klaviyo no longer serves.
var Analyzer = rule.New(Doc, run, requests.Analyzer, manifests.Analyzer)

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result), once: rule.NewOnce(pass)}
	// A method that is known makes the better message.
	for _, unknown := range []bool{false, true} {
		for _, r := range j.res.Requests {
			if _, all := r.Methods(); r.Via.SDK != "" || all == unknown {
				continue
			}
			for _, u := range r.Hosted() {
				j.url(r, u)
			}
		}
	}
	for _, im := range j.res.Imports {
		j.sdk(im)
	}
	return nil
}

func (j *judge) url(r *requests.Request, u requests.URL) {
	if h := u.KnownHost(); klaviyo.KindOfHost(h) == klaviyo.HostInvented {
		if site, ok := j.res.HostSite(r, u.Host); ok {
			j.once.Report(site.Place, "host", fmt.Sprintf("host %q is not where Klaviyo's API is; use %q", h, "a.klaviyo.com"))
		}
		return
	}
	if r.HostKind() != klaviyo.HostAPI {
		return
	}
	switch path := u.APIPath(); klaviyo.KindOfPath(path) {
	case klaviyo.PathLegacy:
		j.legacy(r, u, path)
	case klaviyo.PathInternal:
		if site, ok := j.res.PathSite(r, u, ofKind(klaviyo.PathInternal)); ok {
			j.once.Report(site.Place, "internal", fmt.Sprintf("%s is not part of the documented API, and may change any day; use the endpoints under \"/api\"", show(path)))
		}
	case klaviyo.PathAPI, klaviyo.PathClient:
		j.current(r, u, path)
	}
}

func (j *judge) legacy(r *requests.Request, u requests.URL, path string) {
	site, ok := j.res.PathSite(r, u, ofKind(klaviyo.PathLegacy))
	if !ok || j.completed(u, site) {
		return
	}
	method := ""
	if known, all := r.Methods(); all && len(known) == 1 {
		method = known[0]
	}
	instead := klaviyo.Replacement(method, path)
	what := strings.TrimSpace(method + " " + shown(path))
	if strings.HasSuffix(what, "/track-once") {
		if j.s.Strict {
			j.once.Report(site.Place, "possible", fmt.Sprintf("%q may be part of the track API, retired on %s; use \"POST /api/events\"", what, klaviyo.LegacyRetired))
		}
		return
	}
	way := fmt.Sprintf("use %q", instead)
	if instead == "" {
		way = "use the endpoints under \"/api\" with a revision header"
	}
	j.once.Report(site.Place, "path", fmt.Sprintf("%q belongs to an API retired on %s, and answers 410; %s", what, klaviyo.LegacyRetired, way))
}

// completed reports whether a path ends in what is not known, and another call
// of the package completes the same literal: that one is reported.
func (j *judge) completed(u requests.URL, site requests.Site) bool {
	if !u.OpenEnd() || !site.Lit.Src.Pos.IsValid() {
		return false
	}
	for _, q := range j.res.Requests {
		for _, v := range q.Hosted() {
			if !v.Uses(site.Lit.Src) {
				continue
			}
			if lit, ok := requests.PathLiteral(j.pass.Pkg.Path(), v); ok && lit.Src.Pos != site.Lit.Src.Pos {
				return true
			}
		}
	}
	return false
}

// current reports what belongs to the old API on a path of the current one.
func (j *judge) current(r *requests.Request, u requests.URL, path string) {
	judge := func(q *requests.Request, v requests.URL) requests.Verdict {
		if q == r {
			return requests.Wrong
		}
		return requests.Undecided
	}
	if _, known := r.Kinds(); !known {
		return // perhaps a path of the old API
	}
	if len(u.Param("api_key")) > 0 {
		if site, ok := j.res.PathSite(r, u, judge); ok {
			j.once.Report(site.Place, "credential", fmt.Sprintf("\"api_key\" in the query belongs to the API retired on %s; %s takes the header \"Authorization: %s ...\"", klaviyo.LegacyRetired, show(path), klaviyo.KeyScheme))
		}
		return
	}
	if ofTrack(r.Body) {
		if site, ok := j.res.PathSite(r, u, judge); ok {
			j.once.Report(site.Place, "body", fmt.Sprintf("a body with \"token\" belongs to the track API retired on %s; %s takes {\"data\": {\"type\": ..., \"attributes\": ...}}", klaviyo.LegacyRetired, show(path)))
		}
	}
}

// sdk reports an SDK that knows nothing but v1 and v2, at its first import.
func (j *judge) sdk(im requests.Import) {
	if !im.SDK.LegacyOnly {
		return
	}
	mod := j.pass.ResultOf[manifests.Analyzer].(*manifests.Module)
	if d := mod.Requirement(im.SDK.Module); d != nil {
		v := d.Version
		if v == "" {
			v = d.Requirement
		}
		if d.Pin == manifests.Folder || d.Pin == manifests.Fork || !im.SDK.Covers(v) {
			return // judged by its own source
		}
	}
	j.once.Report(im.Place, "sdk", fmt.Sprintf("%q knows only the API retired on %s, so each call answers 410; use a client for the current API", im.SDK.Module, klaviyo.LegacyRetired))
}

func ofKind(kind klaviyo.PathKind) func(*requests.Request, requests.URL) requests.Verdict {
	return func(_ *requests.Request, u requests.URL) requests.Verdict {
		path := u.APIPath()
		switch {
		case klaviyo.KindOfPath(path) == kind:
			return requests.Wrong
		case strings.Contains(path, klaviyo.Hole):
			return requests.Undecided
		}
		return requests.Right
	}
}

// shown writes a path for a message, with {?} for what is not known.
func shown(path string) string {
	return klaviyo.MaskKeys(strings.ReplaceAll(path, klaviyo.Hole, "{?}"))
}

func show(path string) string { return fmt.Sprintf("%q", shown(path)) }
