package revision

import (
	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports requests without, or with a bad, revision.
var Analyzer = rule.New(Doc, run, requests.Analyzer, manifests.Analyzer)

const header = "Revision"

// A judge holds what one package's judgement needs.
type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
	// foreign are values written in other packages that were reported.
	foreign map[string]bool
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result), once: rule.NewOnce(pass), foreign: map[string]bool{}}
	for _, d := range j.res.Declared {
		j.declared(d)
	}
	for _, r := range j.res.Requests {
		if r.Via.SDK == "" && concerns(r) {
			j.values(r)
		}
	}
	for _, g := range j.res.Generated {
		j.literal(value{text: g.Value, part: g.Part, place: g.Place})
	}
	j.missing()
	for _, im := range j.res.Imports {
		j.sdk(im)
	}
	return nil
}

// concerns reports whether the request may be one that carries a revision: not
// when all of its paths are known to be legacy, OAuth or undocumented.
func concerns(r *requests.Request) bool {
	if k := r.HostKind(); k != klaviyo.HostAPI {
		return false
	}
	kinds, all := r.Kinds()
	return !all || kinds[klaviyo.PathAPI] || kinds[klaviyo.PathClient] || kinds[klaviyo.PathOther]
}

// target is the revision that fixes insert.
func (j *judge) target() string {
	if t := j.s.Revision.Target; t != "" {
		return t
	}
	return klaviyo.NewestStable(j.s.Day).Value
}
