// Package parity holds the test that klaviyolint says the same wherever it runs:
// as a command, under go vet, in golangci-lint and in gopls. Only what a host
// cannot show may differ, and each such difference is written down.
package parity
