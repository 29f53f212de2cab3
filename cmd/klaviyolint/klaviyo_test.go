package main

import (
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

// startKlaviyo is the script command `klaviyo [-status SUMMARY] [SCOPE...]`: a
// Klaviyo on this machine whose key has these scopes, all of them when none is
// named. It sets BASE, STATUS and KLAVIYO_PRIVATE_KEY.
func startKlaviyo(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("klaviyo cannot be negated")
	}
	summary := `{"status":{"indicator":"none","description":"All Systems Operational"}}`
	if len(args) > 1 && args[0] == "-status" {
		text, err := os.ReadFile(ts.MkAbs(args[1]))
		ts.Check(err)
		summary, args = string(text), args[2:]
	}
	k := loopback.New(loopback.Key)
	if len(args) > 0 {
		k.Scopes = args
	}
	s := loopback.NewStatus(strings.TrimSpace(summary))
	ts.Defer(k.Close)
	ts.Defer(s.Close)
	ts.Setenv("BASE", k.URL)
	ts.Setenv("STATUS", s.URL)
	ts.Setenv("KLAVIYO_PRIVATE_KEY", loopback.Key)
}
