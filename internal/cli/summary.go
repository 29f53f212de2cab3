package cli

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/driver"
)

// summary ends a verbose run, so that a clean run and a blind one differ.
func (e *env) summary(res *driver.Result, found, gone int) {
	if res.Gated {
		fmt.Fprintf(e.stderr, "%s scanned, none of them names Klaviyo; %s\n", plural(res.Scanned, "package"), plural(found, "finding"))
		return
	}
	fmt.Fprintf(e.stderr, "%s analysed of %d; %s\n", plural(len(res.Packages), "package"), max(res.Scanned, len(res.Packages)), plural(found, "finding"))
	if gone > 0 {
		fmt.Fprintf(e.stderr, "%s of the baseline no longer found; -write-baseline drops them\n", plural(gone, "finding"))
	}
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
