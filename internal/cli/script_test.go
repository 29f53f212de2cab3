package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaviyolint/klaviyolint/internal/cli"
	"github.com/klaviyolint/klaviyolint/internal/clitest"
)

// TestMain makes `klaviyolint` a command of the scripts: this test binary with
// the sample rules.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"klaviyolint": func() {
			if cli.VetProtocol(os.Args[1:]) {
				cli.Vet(sampleRules())
			}
			os.Exit(cli.Main(os.Args[1:], sampleRules()))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, clitest.Params(t, filepath.Join("testdata", "script")))
}
