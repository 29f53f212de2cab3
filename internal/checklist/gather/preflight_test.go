package gather

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func TestReadPreflight(t *testing.T) {
	day, err := klaviyo.ParseDay("2026-11-28")
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) (string, error) {
		name := filepath.Join(t.TempDir(), "report.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := ReadPreflight(t.Context(), name, filepath.Dir(name), day)
		if err != nil {
			return "", err
		}
		slices.Sort(p.Failed)
		return fmt.Sprintf("%s %d days %s test %v local %v failed %v known %v", p.Day, p.Age, p.Account, p.Test, p.Local, p.Failed, p.Known), nil
	}
	got, err := read(`{"schema":"klaviyolint.preflight/1","at":"2026-11-23T23:59:59Z","commit":"9d3f1c2","base":"https://a.klaviyo.com",
		"account":{"id":"AbC123","test":true,"expected":null},"checks":[{"id":"P4","name":"revision","state":"fail"},{"id":"P5","name":"scopes","state":"warn"}]}`)
	if want := "2026-11-23 5 days AbC123 test true local false failed [P4 revision] known false"; err != nil || got != want {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	got, err = read(`{"schema":"klaviyolint.preflight/1","at":"2026-11-28T00:00:00Z","base":"http://127.0.0.1:80","account":null,"checks":[]}`)
	if want := "2026-11-28 0 days  test false local true failed [] known false"; err != nil || got != want {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	for _, text := range []string{"", "{}", "[]", `{"schema":"klaviyolint.checklist/1"}`, "not JSON"} {
		if _, err := read(text); err == nil {
			t.Errorf("%q is taken as a report", text)
		}
	}
}
