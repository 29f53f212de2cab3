package klaviyo

import (
	"strings"
)

// Hole stands for unknown text inside a path. It cannot occur in a real path:
// a NUL does not survive there, not even escaped.
const Hole = "\x00"

// A PathKind is the family of endpoints that a path belongs to.
type PathKind int

const (
	PathOther    PathKind = iota // anything else, or nothing known
	PathAPI                      // /api/*, server side, revision required
	PathClient                   // /client/*, browsers and apps, public company id
	PathOAuth                    // /oauth/*, no revision
	PathLegacy                   // v1, v2, track, identify: 410 since 2024-06-30
	PathInternal                 // /api/onsite/*, /ajax/*: used by Klaviyo's own pages, not documented
)

// A pathPattern is a path taken apart, holes and all.
type pathPattern struct {
	segs []string // decoded, none empty; may contain holes
	// openStart: a hole stands before the first segment, where a base URL
	// would; it is not in segs.
	openStart bool
	// openEnd: the last segment ends in a hole, with no slash after it.
	openEnd bool
}

// parsePath reads a path, or the path of a URL. Query and fragment do not
// count, nor do doubled and final slashes: specifications before 2024-10-15
// end every path in a slash, later ones none, and both work.
func parsePath(s string) pathPattern {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	if _, rest, ok := strings.Cut(s, "://"); ok {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			i = len(rest)
		}
		// A hole at the end of the host may be the whole path.
		if strings.HasSuffix(rest[:i], Hole) && i == len(rest) {
			i--
		}
		s = rest[i:]
	}
	for strings.Contains(s, Hole+Hole) {
		s = strings.ReplaceAll(s, Hole+Hole, Hole)
	}
	var p pathPattern
	p.openEnd = strings.HasSuffix(s, Hole)
	if rest, ok := strings.CutPrefix(s, Hole); ok && rest != "" {
		p.openStart, s = true, rest
	}
	for seg := range strings.SplitSeq(s, "/") {
		if seg != "" {
			p.segs = append(p.segs, decodeSegment(seg))
		}
	}
	return p
}

// decodeSegment resolves the valid percent escapes of a segment and leaves
// invalid ones, and an escaped NUL, as they are.
func decodeSegment(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 && hi|lo != 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// KindOfPath classifies a path that may contain holes. A hole at the end does
// not hide what stands before it; a path that is nothing but holes is
// [PathOther].
func KindOfPath(path string) PathKind {
	p := parsePath(path)
	first, _ := p.at(0)
	switch first {
	case "client":
		return PathClient
	case "oauth":
		return PathOAuth
	case "ajax":
		return PathInternal
	case "api":
	default:
		return PathOther
	}
	second, open := p.at(1)
	switch second {
	case "v1", "v2", "track", "identify", "track-once":
		return PathLegacy
	case "onsite":
		return PathInternal
	case "v":
		// As in fmt.Sprintf("/api/v%d/list", n): only legacy paths carry a
		// version number.
		if open {
			return PathLegacy
		}
	}
	return PathAPI
}

// at returns segment i up to its first hole, and whether a hole ends it there.
// In "/api"+path and base+"/v2"+path the hole begins with the next slash.
func (p *pathPattern) at(i int) (literal string, open bool) {
	if i >= len(p.segs) {
		return "", false
	}
	literal, _, open = strings.Cut(p.segs[i], Hole)
	return literal, open
}
