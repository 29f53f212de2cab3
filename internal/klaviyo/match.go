package klaviyo

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// The price of one segment of a match; the cheapest match comes first.
const (
	priceParam   = 1 // a hole or an id where the template has a parameter
	pricePartial = 2 // a literal with a hole in it where the template has a word
	priceWord    = 3 // a hole where the template has a word
	priceEmpty   = 4 // a final hole that stands for nothing
	priceExtra   = 5 // a segment of the template swallowed by the first or last hole
)

// Match returns the endpoints that a request may reach, the likeliest first:
// exact paths before templated ones, stable endpoints before others on the
// same path. The method "" stands for any. The pattern is a path that may
// contain holes:
//
//   - a hole inside a segment, or in place of one, stays within that segment;
//   - a hole at the end may be nothing, or any rest;
//   - a hole at the very start may be a base URL, path included.
//
// Query strings, doubled slashes and a final slash do not matter, the case of
// letters does. A word never matches a parameter where some template has that
// very word. No match means that no specification knows the request. The result
// is shared: it must not be changed.
func Match(method, pattern string) []*Endpoint {
	k := matchKey{method, pattern}
	matches.Lock()
	out, ok := matches.of[k]
	matches.Unlock()
	if ok {
		return out
	}
	out = match(k)
	matches.Lock()
	defer matches.Unlock()
	if len(matches.of) >= maxMatches {
		clear(matches.of)
	}
	matches.of[k] = out
	return out
}

type matchKey struct{ method, pattern string }

// matches remembers what was asked: each rule asks about each request, and a
// client has few paths.
var matches = struct {
	sync.Mutex
	of map[matchKey][]*Endpoint
}{of: map[matchKey][]*Endpoint{}}

// maxMatches bounds what an editor's server keeps.
const maxMatches = 4096

func match(k matchKey) []*Endpoint {
	type candidate struct {
		e     *Endpoint
		price int
	}
	var found []candidate
	p := parsePath(k.pattern)
	for _, e := range endpoints().all {
		if k.method != "" && !strings.EqualFold(k.method, e.Method) {
			continue
		}
		if price := p.match(e); price >= 0 {
			found = append(found, candidate{e, price})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.e.Stage, b.e.Stage), cmp.Compare(a.e.order, b.e.order))
	})
	out := make([]*Endpoint, len(found))
	for i, c := range found {
		out[i] = c.e
	}
	return out
}

// match returns the price of reading p as the path of e, or -1.
func (p *pathPattern) match(e *Endpoint) int {
	if !p.openStart {
		return p.matchFrom(e, 0)
	}
	for skip := range len(e.segs) + 1 {
		if price := p.matchFrom(e, skip); price >= 0 {
			return price + skip*priceExtra
		}
	}
	return -1
}

// matchFrom matches the segments of p with those of e after the first skip.
func (p *pathPattern) matchFrom(e *Endpoint, skip int) int {
	want := e.segs[skip:]
	price := 0
	for i, seg := range p.segs {
		last := i == len(p.segs)-1
		if i >= len(want) {
			if last && seg == Hole && p.openEnd {
				return price + priceEmpty
			}
			return -1
		}
		// Behind an unknown base, a word that some template has is that word:
		// base+"/profiles" is no account with the id "profiles".
		if skip > 0 && isParam(want[i]) && endpoints().words[seg] {
			return -1
		}
		cost := segmentPrice(seg, want[i], e.prefix[skip+i])
		if cost < 0 {
			return -1
		}
		price += cost
	}
	extra := len(want) - len(p.segs)
	if extra > 0 && !p.openEnd {
		return -1
	}
	return price + extra*priceExtra
}

// segmentPrice returns the price of reading the segment seg as the segment
// want of a template, or -1. The prefix is what stands before want.
func segmentPrice(seg, want, prefix string) int {
	switch {
	case seg == want:
		return 0
	case isParam(want):
		if endpoints().literals[prefix+"/"+seg] {
			return -1
		}
		return priceParam
	case seg == Hole:
		return priceWord
	case strings.Contains(seg, Hole) && globMatch(seg, want):
		return pricePartial
	}
	return -1
}

// globMatch reports whether the holes of pattern can be filled to give s.
func globMatch(pattern, s string) bool {
	parts := strings.Split(pattern, Hole)
	first, last := parts[0], parts[len(parts)-1]
	if len(s) < len(first)+len(last) || !strings.HasPrefix(s, first) || !strings.HasSuffix(s, last) {
		return false
	}
	s = s[len(first) : len(s)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, ok := strings.Cut(s, part)
		if !ok {
			return false
		}
		s = rest
	}
	return true
}
