package ignore_test

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/ignore"
)

// A directive without a reason silences nothing, whatever stands around it.
func FuzzText(f *testing.F) {
	f.Add("# klaviyolint:ignore sdkpin why\nx", 2)
	f.Add("# klaviyolint:file-ignore a,b\n\ufeff", 1)
	f.Add("//klaviyolint:ignore", 1)
	f.Add("x # klaviyolint:ignore ,,, \t\r", 0)
	f.Fuzz(func(t *testing.T, text string, line int) {
		set := ignore.NewText(text, "#", "//", ";")
		set.Suppress("sdkpin", line)
		if ignore.NewText("# klaviyolint:ignore sdkpin", "#").Suppress("sdkpin", 1) {
			t.Error("silenced without a reason")
		}
	})
}
