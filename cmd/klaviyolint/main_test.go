package main

import (
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

func TestScripts(t *testing.T) {
	testscript.Run(t, clitest.Params(t, filepath.Join("testdata", "script")))
}
