// Package ruletest serves the tests of passes.
package ruletest

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// today is the day that the fixtures are written for: what is retired,
// deprecated or in the future depends on it.
const today = "2026-11-23"

// Settings returns the default settings on the day of the fixtures, changed.
func Settings(t testing.TB, changes ...func(*config.Settings)) *config.Settings {
	t.Helper()
	day, err := klaviyo.ParseDay(today)
	if err != nil {
		t.Fatal(err)
	}
	s := config.Default()
	s.Day = day
	for _, change := range changes {
		change(s)
	}
	return s
}

// Bind returns the analyzer bound to such settings.
func Bind(t testing.TB, a *analysis.Analyzer, changes ...func(*config.Settings)) *analysis.Analyzer {
	t.Helper()
	return bind.Suite(Settings(t, changes...), a)[0]
}
