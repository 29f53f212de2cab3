package config

import (
	"path"
	"strings"
)

// matchGlob reports whether the slash-separated relative path, or a folder that
// holds it, matches the glob.
func matchGlob(glob, name string) bool {
	dir := strings.HasSuffix(glob, "/")
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	if rooted := strings.TrimPrefix(glob, "/"); rooted != glob {
		glob = rooted
	} else if !strings.Contains(glob, "/") {
		glob = "**/" + glob
	}
	want, have := strings.Split(glob, "/"), strings.Split(name, "/")
	last := len(have)
	if dir { // "gen/" is a folder, never a file of that name
		last--
	}
	for n := last; n > 0; n-- {
		if matchElements(want, have[:n]) {
			return true
		}
	}
	return false
}

func matchElements(want, have []string) bool {
	for len(want) > 0 {
		if want[0] == "**" {
			for i := 0; i <= len(have); i++ {
				if matchElements(want[1:], have[i:]) {
					return true
				}
			}
			return false
		}
		if len(have) == 0 {
			return false
		}
		if ok, _ := path.Match(want[0], have[0]); !ok {
			return false
		}
		want, have = want[1:], have[1:]
	}
	return len(have) == 0
}
