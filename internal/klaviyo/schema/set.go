package schema

import "slices"

func sortBytes(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

// union returns the sorted values of both lists.
func union(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// minus returns the values of the sorted list a that are not in b.
func minus(a, b []string) []string {
	var out []string
	for _, v := range a {
		if !slices.Contains(b, v) {
			out = append(out, v)
		}
	}
	return out
}
