package items

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// A Snippet is Klaviyo's script in a template or page: where it names the company.
type Snippet struct {
	File      string // absolute
	Line, Col int
	Value     string
	Dynamic   bool // a template fills it in
}
