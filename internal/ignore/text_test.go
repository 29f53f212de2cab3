package ignore_test

import (
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/ignore"
)

func TestLine(t *testing.T) {
	for _, tt := range []struct {
		name, line, prev, marker string
		want                     bool
	}{
		{"above", "KEY=1", "# klaviyolint:ignore sdkpin for a test", "#", true},
		{"above without a space", "KEY=1", "#klaviyolint:ignore sdkpin for a test", "#", true},
		{"above, indented", "  key: 1", "  # klaviyolint:ignore sdkpin for a test", "#", true},
		{"behind", "KEY=1 # klaviyolint:ignore sdkpin for a test", "", "#", true},
		{"behind the line above", "KEY=1", "OTHER=1 # klaviyolint:ignore sdkpin for a test", "#", false},
		{"in go.mod", "\tm v1.0.0 // indirect; // klaviyolint:ignore sdkpin for a test", "", "//", true},
		{"behind another comment", "m v1 // indirect // klaviyolint:ignore sdkpin why", "", "//", true},
		{"of another format", "KEY=1 // klaviyolint:ignore sdkpin for a test", "", "#", false},
		{"in a value", "url=https://x/klaviyolint:ignore sdkpin why", "", "//", false},
		{"several rules", "KEY=1", "# klaviyolint:ignore revision,sdkpin for a test", "#", true},
		{"another rule", "KEY=1", "# klaviyolint:ignore revision for a test", "#", false},
		{"without a reason", "KEY=1", "# klaviyolint:ignore sdkpin", "#", false},
		{"reason of punctuation", "KEY=1", "# klaviyolint:ignore sdkpin --", "#", false},
		{"CRLF", "KEY=1\r", "# klaviyolint:ignore sdkpin why\r", "#", true},
		{"no reason with CRLF", "KEY=1\r", "# klaviyolint:ignore sdkpin\r", "#", false},
		{"misspelt", "KEY=1", "# klaviyolint:ignored sdkpin why", "#", false},
		{"nothing", "KEY=1", "", "#", false},
	} {
		if got := ignore.NewText(strings.TrimRight(tt.prev, "\r")+"\n"+tt.line, tt.marker).Suppress("sdkpin", 2); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

const env = `# klaviyolint:ignore hardcodedkey revoked long ago
A=1
B=2
C=3 # klaviyolint:ignore hardcodedkey an example
D=4
; klaviyolint:ignore hardcodedkey another marker
E=5
# klaviyolint:file-ignore sdkpin the whole file
`

func TestText(t *testing.T) {
	for _, text := range []string{env, strings.ReplaceAll(env, "\n", "\r\n"), "\ufeff" + env} {
		set := ignore.NewText(text, "#", ";")
		for n, want := range map[int]bool{1: true, 2: true, 3: false, 4: true, 5: false, 6: true, 7: true, 8: false} {
			if got := set.Suppress("hardcodedkey", n); got != want {
				t.Errorf("line %d: %t, want %t", n, got, want)
			}
		}
		if !set.Suppress("sdkpin", 3) || set.Suppress("revision", 3) {
			t.Error("file-ignore")
		}
	}
	if ignore.NewText(env, "#").Suppress("hardcodedkey", 7) {
		t.Error("a marker of another format counts")
	}
}
