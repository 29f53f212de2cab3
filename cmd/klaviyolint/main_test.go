package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaviyolint/klaviyolint/internal/clitest"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// TestMain makes `klaviyolint` a command of the scripts: this test binary with
// the whole suite. There TEST_DAY says which day it is: what go vet keeps from
// one day to another is tested without a flag, which would be part of its key.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"klaviyolint": func() {
		if day, err := time.Parse(time.DateOnly, os.Getenv("TEST_DAY")); err == nil {
			klaviyo.Clock = func() time.Time { return day }
		}
		main()
	}})
}

// startDir is the folder of this package; scripts run in others.
var startDir, _ = os.Getwd()

func TestScripts(t *testing.T) {
	p := clitest.Params(t, filepath.Join("testdata", "script"))
	p.Cmds["toolmod"] = toolmod
	p.Cmds["klaviyo"] = startKlaviyo
	p.Cmds["repo"] = func(ts *testscript.TestScript, _ bool, _ []string) {
		ts.Setenv("REPO", filepath.Join(startDir, "..", ".."))
	}
	testscript.Run(t, p)
}
