package schema

import (
	"maps"
	"slices"
	"strings"
)

// renamed lists members that live on under a name which no rule of spelling
// finds. Paths are compared from their end. Source: the branches of
// github.com/klaviyo/openapi before and after the revision that is named.
var renamed = []struct{ from, to, since string }{
	{"tracking_options.is_add_utm", "tracking_options.add_tracking_params", "2024-10-15"},
	{"tracking_options.utm_params", "tracking_options.custom_tracking_params", "2024-10-15"},
	{"send_strategy.options_static", "send_strategy.options", "2025-01-15"},
	{"send_strategy.options_throttled", "send_strategy.throttle_percentage", "2025-01-15"},
	{"send_strategy.options_sto", "send_strategy.date", "2025-01-15"},
	{"marketing.timestamp", "marketing.consent_timestamp", "2023-10-15"},
}

// Went returns where a path of one document is found in another that lacks it,
// "" when nothing is like it: a known renaming, the same name elsewhere, an id
// that became a relationship, or a name that only the second document has and
// that is near.
func Went(path string, from, to map[string]*Name) string {
	if to[path] != nil {
		return path
	}
	for _, r := range renamed {
		if path == r.from || strings.HasSuffix(path, "."+r.from) {
			if p := strings.TrimSuffix(path, r.from) + r.to; to[p] != nil {
				return p
			}
		}
	}
	up, leaf := parent(path), Leaf(path)
	// The same name much further in, or in the elements of a list, is another thing.
	depth := strings.Count(path, ".") + 3
	if p := closest(path, to, func(p string) bool {
		return Leaf(p) == leaf && from[p] == nil && strings.Count(p, ".") <= depth && strings.Count(p, "[]") == strings.Count(path, "[]")
	}); p != "" {
		return p
	}
	if thing, ok := strings.CutSuffix(leaf, "_id"); ok {
		if p := closest(path, to, func(p string) bool { return strings.HasSuffix(p, "relationships."+thing+".data.id") }); p != "" {
			return p
		}
	}
	var fresh []string // members of the same object that are new
	for p := range to {
		if parent(p) == up && from[p] == nil && !strings.HasSuffix(p, "[]") {
			fresh = append(fresh, Leaf(p))
		}
	}
	if n := Near(leaf, fresh); n != "" {
		return path[:len(path)-len(leaf)] + n
	}
	return ""
}

// Leaf returns the last name of a path.
func Leaf(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// closest returns the path that fits and shares the longest beginning with
// another; the shorter one, then the first in order, of several.
func closest(path string, in map[string]*Name, fits func(string) bool) string {
	best, score := "", -1
	for _, p := range slices.Sorted(maps.Keys(in)) {
		if strings.HasSuffix(p, "[]") || !fits(p) {
			continue
		}
		s := 1000*commonWords(p, path) - len(p)
		if best == "" || s > score {
			best, score = p, s
		}
	}
	return best
}

func commonWords(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < len(x) && n < len(y) && strings.TrimSuffix(x[n], "[]") == strings.TrimSuffix(y[n], "[]") {
		n++
	}
	return n
}

// Near returns the only name of a list that differs from a name in case,
// separators or plural, or else in one letter (two in a long name); "" when
// none or several do.
func Near(name string, names []string) string {
	for _, close := range []func(string) bool{
		func(n string) bool { return strings.EqualFold(n, name) },
		func(n string) bool { return fold(n) == fold(name) },
		func(n string) bool { return Distance(n, name) == 1 && len(name) > 2 },
		func(n string) bool { return Distance(n, name) == 2 && len(name) > 6 },
	} {
		found := ""
		for _, n := range names {
			if n == name || !close(n) || n == found {
				continue
			}
			if found != "" {
				found = ""
				break
			}
			found = n
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// Similar reports whether two names differ in case, separators or plural, or in
// one letter.
func Similar(a, b string) bool {
	return a != b && (fold(a) == fold(b) || Distance(a, b) == 1 && min(len(a), len(b)) > 2)
}

// fold drops what people mix up: case, separators, the plural, and the ending of
// times: some operations say created, some created_at.
func fold(s string) string {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "-"), "_at")
	s = strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(s))
	if p, ok := strings.CutSuffix(s, "ies"); ok {
		return p + "y"
	}
	return strings.TrimSuffix(s, "s")
}

// Distance returns how many letters must be put in, taken out, replaced or
// exchanged with their neighbour to turn one name into another.
func Distance(a, b string) int {
	x, y := []byte(a), []byte(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
