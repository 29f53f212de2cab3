package klaviyo

import (
	"cmp"
	"strconv"
	"strings"
)

// A VersionRange is a run of versions, both ends included, that sends one
// revision. An end such as "4.0.x" stands for every patch of 4.0.
type VersionRange struct{ From, To, Revision string }

// contains reports whether a release lies in the range. Pre-releases and
// anything that is no plain version lie in none: what they send is not known.
func (r VersionRange) contains(version string) bool {
	v, ok := parseVersion(version)
	if !ok {
		return false
	}
	from, ok1 := parseVersion(strings.ReplaceAll(r.From, "x", "0"))
	to, ok2 := parseVersion(strings.ReplaceAll(r.To, "x", "999999"))
	return ok1 && ok2 && compareVersions(v, from) >= 0 && compareVersions(v, to) <= 0
}

func revisionIn(ranges []VersionRange, version string) string {
	for _, r := range ranges {
		if r.contains(version) {
			return r.Revision
		}
	}
	return ""
}

// parseVersion reads one to four numbers between dots, with or without a v in
// front; build metadata after a plus sign does not count. Missing numbers are
// zero, as in every registry named here.
func parseVersion(s string) (v [4]int, ok bool) {
	s, _, _ = strings.Cut(strings.TrimPrefix(s, "v"), "+")
	parts := strings.Split(s, ".")
	if len(parts) > len(v) {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || run(p, isDigit) != len(p) {
			return v, false
		}
		v[i] = n
	}
	return v, true
}

func compareVersions(a, b [4]int) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]), cmp.Compare(a[3], b[3]))
}
