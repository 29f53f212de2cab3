package klaviyo

import "bytes"

// HoldsDate reports whether Go source holds a text that has the form of a revision,
// such as "2024-10-15". A package of configuration may hold one without saying
// whose it is.
func HoldsDate(src []byte) bool {
	for {
		i := bytes.Index(src, []byte(`"20`))
		if i < 0 {
			return false
		}
		src = src[i+1:]
		if len(src) > 10 && date(src[:10]) && (src[10] == '"' || src[10] == '.') {
			return true
		}
	}
}

func date(s []byte) bool {
	for i, c := range s {
		switch {
		case i == 4 || i == 7:
			if c != '-' {
				return false
			}
		case c < '0' || c > '9':
			return false
		}
	}
	return true
}
