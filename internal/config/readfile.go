package config

import (
	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// ReadFile returns a source file of the package as the host has it: an editor
// has unsaved ones. Bazel nogo sets no [analysis.Pass.ReadFile]; its files lie
// where their names say.
func ReadFile(pass *analysis.Pass, name string) ([]byte, error) {
	if pass.ReadFile != nil {
		return pass.ReadFile(name)
	}
	return readfile.Regular(name, readfile.Source)
}
