// Multichecker runs the passes the way x/tools does it, for comparison: it
// loads the source of every dependency, since the passes have facts.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/klaviyolint/klaviyolint/analyzers"
)

func main() { multichecker.Main(analyzers.Analyzers()...) }
