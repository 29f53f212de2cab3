// Klaviyolint reads Go code that talks to Klaviyo and says what will break in
// production. It is a command of its own and a tool for `go vet -vettool`;
// `klaviyolint help` lists what it can do.
package main

import (
	"os"
	"runtime/debug"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// A run is short and mostly allocates: collecting less often saves a third
		// of its time.
		debug.SetGCPercent(300)
		if os.Getenv("GOMEMLIMIT") == "" {
			limitMemory() // not where memory is what is scarce
		}
	}
	if cli.VetProtocol(os.Args[1:]) {
		cli.Vet(analyzers.All())
	}
	os.Exit(cli.Main(os.Args[1:], analyzers.All()))
}
