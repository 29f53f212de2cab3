package hosttest_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

// What is built runs, and knows the linter.
func TestPrograms(t *testing.T) {
	fulltest.Only(t, "builds golangci-lint")
	for program, args := range map[string][]string{
		hosttest.Klaviyolint(t):  {"version"},
		hosttest.GolangciLint(t): {"version"},
	} {
		out, err := exec.Command(program, args...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "lint") {
			t.Errorf("%s %v: %v\n%s", program, args, err, out)
		}
	}
}
