package program

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// A Fact is what a package tells its importers: its functions that build,
// change or send requests, in tree form, so that a wrapper elsewhere is seen
// through as one here.
type Fact struct {
	Unit *flow.Portable
	// Klaviyo is set when the package names Klaviyo itself.
	Klaviyo bool
	// Evidence is set when its functions may make a request Klaviyo's.
	Evidence bool
	// Sends names those of its functions that lead to a request, to whomever.
	Sends []string
	// Tells names those of its functions through which something that makes a
	// request Klaviyo's can get to whoever calls them; see [Package.tellers].
	Tells []string
	// Offers lists operations that the package's own functions perform.
	Offers []string
	// Setters lists headers that a RoundTripper of the package sets.
	Setters []string
	// Judged names the exported constants and variables whose value the package
	// judges at their declaration, and the values of further packages, as "package
	// value", that its own requests carry and that are judged there.
	Judged []string
	// Foreign is set where the package belongs to another module whose path says
	// nothing: the fact counts only where the configuration names the package,
	// which hosts that analyse it on its own cannot know.
	Foreign bool
}

// AFact marks the type as a fact.
func (*Fact) AFact() {}

// String says what the fact holds, for -debug output and tests.
func (f *Fact) String() string {
	k := ""
	if f.Klaviyo {
		k = " klaviyo"
	}
	return fmt.Sprintf("requests(%d functions%s)", len(f.Unit.Funcs), k)
}
