package e2e

import (
	"runtime"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// How many threads there are, and how often it runs, changes nothing.
func TestSameFindings(t *testing.T) {
	for _, name := range []string{"tenant-syncer", "warehouse-feed", "multi-sink", "wrapper-api"} {
		t.Run(name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
			var first []string
			for _, n := range []int{1, 2, 8, 8} {
				runtime.GOMAXPROCS(n)
				var got []string
				for _, f := range lint(t, ruletest.Settings(t), "testdata/programs/"+name, n == 2).Findings {
					got = append(got, f.Path+" "+f.Fingerprint+" "+f.Message)
				}
				if first == nil {
					first = got
				}
				if len(got) == 0 || !slices.Equal(got, first) {
					t.Errorf("with %d threads: %q, before %q", n, got, first)
				}
			}
		})
	}
}
