// Package fulltest splits the tests in two: those of `go test ./...`, which a
// contributor waits for, and the full run of CI, which builds golangci-lint and
// gopls and compares long.
//
//	KLAVIYOLINT_TEST=full go test -timeout 30m ./...
package fulltest

import (
	"os"
	"testing"
)

// Variable is the environment variable that asks for the full run by the word
// "full".
const Variable = "KLAVIYOLINT_TEST"

// On reports whether this is the full run.
func On() bool { return os.Getenv(Variable) == "full" }

// Only skips a test outside the full run, and says what it would do.
func Only(t testing.TB, what string) {
	t.Helper()
	if !On() {
		t.Skipf("%s: part of the full run, %s=full", what, Variable)
	}
}
