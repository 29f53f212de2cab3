package config

import (
	"flag"
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// Analyzer hands the configuration in force to the passes that require it. A
// program that knows more than the package under analysis binds the suite to a
// [Source] of its own (internal/bind). This one is for programs that list
// analyzers one by one, such as Bazel nogo: what -config-inline says; else the
// file that [Find] finds from the package's folder. A broken file is an error,
// which ends the analysis of the package in every host.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyoconfig",
	Doc:              "reads the configuration of klaviyolint for the passes that require it",
	Run:              unbound.Analyze,
	ResultType:       reflect.TypeFor[*Settings](),
	RunDespiteErrors: true,
}

// The flags of an analyzer belong to the program, and so does what they say.
var unbound = &Source{}

// BindFlags adds the flags that carry settings to those of an analyzer that is
// used unbound. Hosts show the flags of each analyzer under its own name; all
// share their values.
func BindFlags(fs *flag.FlagSet) { unbound.BindFlags(fs) }
