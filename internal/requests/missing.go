package requests

import (
	"go/token"
	"sort"
)

// A Lack is a request that goes out without a header, and the link of its chain
// where that is to be mended.
type Lack struct {
	*Request
	Link int
}

// Lacking returns the requests that must carry a header and do not, one for
// each place to mend. Has tells whether a request may carry it, needs whether
// it certainly must. A wrapper that all its callers share is one place; where
// some callers see to the header, the others are at fault.
func (res *Result) Lacking(has, needs func(*Request) bool) []Lack {
	lacks := map[token.Pos][]*Request{}
	fine := map[token.Pos]bool{}
	var places []token.Pos
	for _, r := range res.Requests {
		if r.Via.SDK != "" || !r.Sent || r.Owner > r.Local && r.Settled {
			continue // another package's wrapper is judged there
		}
		at := r.Place(min(r.Owner, r.Local)).Pos
		if has(r) {
			fine[at] = true
			continue
		}
		if !needs(r) {
			continue
		}
		if lacks[at] == nil {
			places = append(places, at)
		}
		lacks[at] = append(lacks[at], r)
	}
	sort.Slice(places, func(a, b int) bool { return places[a] < places[b] })
	var out []Lack
	for _, at := range places {
		for _, r := range lacks[at] {
			i := min(r.Owner, r.Local)
			if fine[at] {
				if r.Owner == 0 {
					continue
				}
				i = 0
			}
			if f := r.Build[i].Fn; f.Gen || f.Pkg != res.pkg {
				continue
			}
			out = append(out, Lack{r, i})
		}
	}
	return out
}
