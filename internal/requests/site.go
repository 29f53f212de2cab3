package requests

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Verdict is what a rule thinks of a request, for the search of the place to
// report.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Right
	Wrong
)

// A Site is where a person would mend what a request names in its URL.
type Site struct {
	Place Place
	// Lit is the literal that stands there, when Literal is set.
	Lit     flow.Part
	Literal bool
}

// PathSite returns where the path of one alternative of a request is to be
// mended: the literal that names it; the use, where that literal also serves
// requests that are right, or stands in another package. ok is false when that
// is another package's business, or a generated file's.
func (res *Result) PathSite(r *Request, u URL, judge func(*Request, URL) Verdict) (Site, bool) {
	lit, here := res.telling(r, u)
	wrong := func(q *Request) bool {
		for _, v := range q.URLs {
			if judge(q, v) == Wrong {
				return true
			}
		}
		return false
	}
	if !here {
		return res.foreignSite(r, u, wrong)
	}
	if lit.Src.Gen {
		return Site{}, false
	}
	if lit.Src.DeclPkg == "" && res.serves(lit.Src, judge) {
		at := r.Place(res.Innermost(r, wrong))
		return Site{Place: at}, at.IsValid()
	}
	at := Place{Pos: lit.Src.Pos, End: lit.Src.End}
	return Site{Place: at, Lit: lit, Literal: lit.Src.DeclPkg == ""}, true
}

// telling returns the last literal of this package that names something of the
// path. An identifier that fills a parameter of the endpoint is not what a
// person would mend.
func (res *Result) telling(r *Request, u URL) (flow.Part, bool) {
	filled := r.parameters(u)
	for i := len(u.Path) - 1; i >= 0; i-- {
		p := u.Path[i]
		if !p.Hole && p.Src.Pos.IsValid() && p.Src.Pkg == res.pkg && strings.Trim(p.Lit, "/") != "" && !filled[i] {
			return p, true
		}
	}
	return flow.Part{}, false
}

// parameters tells which parts of a path stand in segments that are parameters
// of the endpoint it names.
func (r *Request) parameters(u URL) map[int]bool {
	methods, _ := r.Methods()
	var template []string
	for _, m := range methods {
		if eps := klaviyo.Match(m, u.APIPath()); len(eps) > 0 && template == nil {
			template = strings.Split(strings.Trim(eps[0].Path, "/"), "/")
		}
	}
	out := map[int]bool{}
	segment, started := 0, false // of the template; the first slash starts it
	for i, p := range u.Path {
		text := p.Lit
		if p.Hole {
			text = klaviyo.Hole
		}
		fills := true
		for n, s := range strings.Split(text, "/") {
			if n > 0 && started {
				segment++
			}
			started = started || s != ""
			if s != "" && (segment >= len(template) || template[segment][0] != '{') {
				fills = false
			}
		}
		out[i] = fills && text != "" && strings.Trim(text, "/") != ""
	}
	return out
}

// foreignSite places a path that is written in another package: at the use
// here, unless the function that uses it is that package's own.
func (res *Result) foreignSite(r *Request, u URL, wrong func(*Request) bool) (Site, bool) {
	part, known := PathPart(u)
	if !known || part.Src.Pkg == "" || part.Src.Gen {
		return Site{}, false
	}
	for _, l := range r.Build[r.Local+1:] {
		if l.Fn.Pkg == part.Src.Pkg {
			return Site{}, false
		}
	}
	i := res.Innermost(r, wrong)
	if r.Build[i].Fn.Gen || r.Build[i].Fn.Pkg != res.pkg {
		return Site{}, false
	}
	at := r.Place(i)
	return Site{Place: at}, at.IsValid()
}

// serves reports whether a literal is part of the path of a request that is
// right.
func (res *Result) serves(src ir.Source, judge func(*Request, URL) Verdict) bool {
	for _, q := range res.Requests {
		for _, v := range q.URLs {
			for _, p := range v.Path {
				if p.Src.Pos == src.Pos && p.Src.Pkg == src.Pkg && judge(q, v) == Right {
					return true
				}
			}
		}
	}
	return false
}

// HostSite returns the literal that names the scheme or host of a URL, or else
// the call that uses it.
func (res *Result) HostSite(r *Request, parts flow.Text) (Site, bool) {
	for _, p := range parts {
		if !p.Hole && p.Lit != "" && p.Src.Pos.IsValid() && p.Src.Pkg == res.pkg {
			if p.Src.Gen {
				return Site{}, false
			}
			return Site{Place: Place{Pos: p.Src.Pos, End: p.Src.End}, Lit: p, Literal: p.Src.DeclPkg == ""}, true
		}
	}
	for _, p := range parts {
		if p.Hole || p.Src.Pkg == "" {
			continue
		}
		for _, l := range r.Build[r.Local+1:] {
			if l.Fn.Pkg == p.Src.Pkg {
				return Site{}, false
			}
		}
		if f := r.Build[r.Local].Fn; !f.Gen && f.Pkg == res.pkg {
			at := r.Place(r.Local)
			return Site{Place: at}, at.IsValid()
		}
	}
	return Site{}, false
}

// Hosted returns the alternatives of the address whose host is Klaviyo's;
// where no host is known, all.
func (r *Request) Hosted() []URL { return r.hosted() }

// Uses reports whether a literal is part of the URL's path.
func (u *URL) Uses(src ir.Source) bool {
	for _, p := range u.Path {
		if !p.Hole && p.Src.Pos == src.Pos && p.Src.Pkg == src.Pkg {
			return true
		}
	}
	return false
}

// In returns the function of the package in whose body a position lies, or nil.
func (res *Result) In(p Place) *ir.Func {
	if res.program == nil {
		return nil
	}
	for _, n := range slices.Sorted(maps.Keys(res.program.Unit.Funcs)) {
		if f := res.program.Unit.Funcs[n]; within(f, p.Pos) {
			return f
		}
	}
	return nil
}

// HostName returns the host when it is known, else "".
func (u *URL) HostName() string {
	h, _ := u.Host.Const()
	return h
}

// KnownHost returns the host also when what follows it is not known, as in
// "https://a.klaviyo.com" + path.
func (u *URL) KnownHost() string {
	p := u.Host.Pattern()
	name, rest, hole := strings.Cut(p, flow.HoleMark)
	if !hole {
		return name
	}
	if rest == "" && klaviyo.IsKlaviyoHost(name) {
		return name
	}
	return ""
}

// OpenEnd reports whether the path goes on in a way that is not known, or has
// not been completed at all.
func (u *URL) OpenEnd() bool {
	return len(u.Path) == 0 || u.Path[len(u.Path)-1].Hole || len(u.Query) == 0 && klaviyo.OnlyRoot(u.APIPath())
}

// Settled reports whether the path is known but for whole segments that are
// filled in.
func (u *URL) Settled() bool {
	for s := range strings.SplitSeq(u.APIPath(), "/") {
		if s != klaviyo.Hole && strings.Contains(s, klaviyo.Hole) {
			return false
		}
	}
	return len(u.Path) > 0
}

// Incidental reports whether the last word of a path is one of several answers
// of a function that may give anything, as one that writes any JSON value as
// text does: such a constant is not meant as a path.
func (res *Result) Incidental(r *Request, u URL) bool {
	lit, ok := PathPart(u)
	if !ok || strings.Contains(lit.Lit, "/") {
		return false
	}
	if lit.Src.Pkg == res.pkg && lit.Src.Pos.IsValid() {
		f := res.In(Place{Pos: lit.Src.Pos, End: lit.Src.End})
		if f == nil {
			return false
		}
		for _, l := range r.Build {
			if l.Fn == f {
				return false
			}
		}
	}
	base, ok := strings.CutSuffix(u.APIPath(), lit.Lit)
	if !ok {
		return false
	}
	for _, v := range r.hosted() {
		if v.APIPath() == base+klaviyo.Hole {
			return true
		}
	}
	return false
}
