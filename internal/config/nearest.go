package config

import (
	"fmt"
	"sort"
	"strings"
)

// Nearest returns the name that s most likely stands for, or "" when none is
// near: at most a third of its letters may differ, and at least one may. Ties
// go to the name that sorts first, so that messages do not depend on order.
func Nearest(s string, names []string) string {
	sorted := append([]string(nil), names...)
	sort.Strings(sorted)
	best, least := "", max(1, len(s)/3)+1
	for _, name := range sorted {
		if d := distance(strings.ToLower(s), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// didYouMean is the way out that ends a message about an unknown name: the
// nearest one, or all of them where they are few.
func didYouMean(s string, names []string) string {
	if n := Nearest(s, names); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	if len(names) == 0 || len(names) > 20 {
		return ""
	}
	return "; valid are " + strings.Join(names, ", ")
}

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours that turn a into b (optimal string alignment, over bytes: every
// name that we know is ASCII).
func distance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
