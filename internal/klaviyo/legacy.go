package klaviyo

import "strings"

// LegacyRetired is the day on which v1, v2, track and identify went out of
// service; they have answered 410 since.
// Source: https://developers.klaviyo.com/en/v2023-12-15/docs/migration_faq_v1v2_api_retirement.
const LegacyRetired = "2024-06-30"

// Replacement returns the call that does today what a legacy request did, as
// "METHOD /path", or "" when there is none or the path does not tell. The
// method may be "", the path may hold holes.
func Replacement(method, path string) string {
	pattern := parsePath(path)
	legacy := func(method string) (first string, same bool) {
		found := 0
		same = true
		for _, e := range Match(method, path) {
			if e.Stage != LegacyStage || e.Prefer == "" {
				continue
			}
			if found++; found == 1 {
				first = e.Prefer
				if pattern.fits(e) {
					return first, true // the likeliest, and word for word
				}
			}
			same = same && e.Prefer == first
		}
		return first, same && found > 0
	}
	if p, ok := legacy(method); ok {
		return p
	} else if p != "" {
		return ""
	}
	if s := sameToday(method, path); s != "" {
		return s
	}
	// The old API never had the method here; the path still has a successor.
	if p, ok := legacy(""); ok && method != "" {
		_, to, _ := strings.Cut(p, " ")
		for _, e := range Match(method, to) {
			if e.Stage == StableStage {
				return e.String()
			}
		}
	}
	return ""
}

// fits reports whether each word of a template stands in the path, so that
// only its parameters are not known.
func (p *pathPattern) fits(e *Endpoint) bool {
	if len(p.segs) != len(e.segs) {
		return false
	}
	for i, s := range p.segs {
		if !isParam(e.segs[i]) && s != e.segs[i] {
			return false
		}
	}
	return true
}

// sameToday looks for an endpoint that has the name of a legacy one which never
// existed, such as /api/v2/profiles.
func sameToday(method, path string) string {
	p := parsePath(path)
	if len(p.segs) < 3 || p.openStart || !isVersion(p.segs[1]) {
		return ""
	}
	rest := "/api/" + strings.Join(p.segs[2:], "/")
	for _, e := range Match(method, rest) {
		if e.Stage == StableStage {
			return e.String()
		}
	}
	if e := Nearest(method, rest); e != nil && e.Stage == StableStage {
		return e.String()
	}
	return ""
}

func isVersion(seg string) bool { return seg == "v1" || seg == "v2" }

// OnlyRoot reports whether a path is nothing but the root of an API, as in
// /api/v2: what a base URL ends in.
func OnlyRoot(path string) bool {
	p := parsePath(path)
	return len(p.segs) == 0 || p.segs[0] == "api" && (len(p.segs) == 1 || len(p.segs) == 2 && isVersion(p.segs[1]))
}
