// Package noop is an analyzer that does nothing and declares a fact type: what a
// host costs before any analyzer of ours runs. It is a plugin of golangci-lint
// too; package vettool makes a vet tool of it.
package noop

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
)

// Analyzer does nothing.
var Analyzer = &analysis.Analyzer{
	Name:      "noop",
	Doc:       "do nothing",
	FactTypes: []analysis.Fact{new(nothing)},
	Run:       func(*analysis.Pass) (any, error) { return nil, nil },
}

type nothing struct{}

func (*nothing) AFact() {}

type plugin struct{}

func init() {
	register.Plugin("noop", func(any) (register.LinterPlugin, error) { return plugin{}, nil })
}

func (plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{Analyzer}, nil
}

func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
