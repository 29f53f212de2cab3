// Vettool is a vet tool whose only analyzer does nothing.
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/klaviyolint/klaviyolint/bench/noop"
)

func main() { unitchecker.Main(noop.Analyzer) }
