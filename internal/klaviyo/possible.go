package klaviyo

import (
	"slices"
	"strings"
)

// maxHoleSegments is how many segments a hole in place of one is tried as.
const maxHoleSegments = 3

// Possible is [Match] for those who must not be wrong about a path that no
// endpoint has: a hole between two slashes may also stand for several
// segments, as in "/api/" + resource + "/profiles" with "lists/AbC123".
func Possible(method, pattern string) []*Endpoint {
	if found := Match(method, pattern); len(found) > 0 {
		return found
	}
	head, tail, _ := strings.Cut(pattern, "?")
	if tail != "" {
		tail = "?" + tail
	}
	var out []*Endpoint
	segs := strings.Split(head, "/")
	var grow func(i int)
	grow = func(i int) {
		if len(out) > 0 {
			return
		}
		for i < len(segs) && segs[i] != Hole {
			i++
		}
		if i >= len(segs)-1 {
			out = Match(method, strings.Join(segs, "/")+tail)
			return
		}
		for n := range maxHoleSegments {
			segs[i] = strings.TrimSuffix(strings.Repeat(Hole+"/", n+1), "/")
			grow(i + 1)
		}
		segs[i] = Hole
	}
	if strings.Count(head, Hole) <= 4 {
		grow(0)
	} else {
		return Match(method, strings.TrimRight(head[:strings.Index(head, Hole)], "/")+"/"+Hole)
	}
	return out
}

// MethodsOf returns the methods that a path has in the current stable or beta
// specification, in alphabetical order.
func MethodsOf(pattern string) []string {
	var out []string
	seen := map[string]bool{}
	p := parsePath(pattern)
	for _, whole := range []bool{true, false} {
		for _, e := range Match("", pattern) {
			// An id at the end may be nothing; where it is one, it is the id.
			if (e.Stage == StableStage || e.Stage == BetaStage) && !seen[e.Method] && (!whole || p.fits(e)) {
				seen[e.Method] = true
				out = append(out, e.Method)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	slices.Sort(out)
	return out
}
