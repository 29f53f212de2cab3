// Package driver finds out which packages can matter, loads those, runs the
// rules over them and over the files beside them, and collects the findings.
//
// It is the driver of the klaviyolint command alone. Under `go vet`,
// golangci-lint and in editors the same analyzers run without it, so nothing
// that decides about a finding may live here: only what a single command can
// do and they cannot (manifests and side files, baselines, changed lines).
package driver
