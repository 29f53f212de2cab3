// Package ruletest serves the tests of passes.
package ruletest

import (
	"testing"

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

// Use puts such settings in force for the rest of the test.
func Use(t testing.TB, changes ...func(*config.Settings)) *config.Settings {
	t.Helper()
	s := Settings(t, changes...)
	config.Use(s)
	t.Cleanup(func() { config.Use(nil) })
	return s
}
