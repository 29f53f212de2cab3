package config

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Days is a length of time in days. Its zero value warns on no day at all.
type Days int

// AllDeprecated is the default of [revision] warn_before: from the first day of
// the deprecated year on.
const AllDeprecated Days = -1

// Covers reports whether on the given day the retirement is at most d away.
func (d Days) Covers(on, retirement klaviyo.Day) bool {
	return d == AllDeprecated || !on.AddDays(int(d)).Before(retirement)
}

// String returns the form of the TOML file, "" for AllDeprecated.
func (d Days) String() string {
	if d == AllDeprecated {
		return ""
	}
	return strconv.Itoa(int(d)) + "d"
}

// parseDays reads "90d" or "12w". Smaller units and months are refused:
// revisions come and go by the day, and a month has no length.
func parseDays(s string) (Days, error) {
	factor := 1
	digits, ok := strings.CutSuffix(s, "d")
	if !ok {
		digits, ok = strings.CutSuffix(s, "w")
		factor = 7
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if !ok || err != nil {
		return 0, fmt.Errorf(`%q is no length of time; write days or weeks, as in "90d" or "12w"`, s)
	}
	return Days(int(n) * factor), nil
}
