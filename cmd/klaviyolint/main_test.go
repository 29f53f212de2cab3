package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaviyolint/klaviyolint/internal/clitest"
)

// TestMain makes `klaviyolint` a command of the scripts: this test binary with
// the whole suite.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"klaviyolint": main})
}

// startDir is the folder of this package; scripts run in others.
var startDir, _ = os.Getwd()

func TestScripts(t *testing.T) {
	p := clitest.Params(t, filepath.Join("testdata", "script"))
	p.Cmds["toolmod"] = toolmod
	testscript.Run(t, p)
}
