// Package generate writes what a code base needs to go live and can own: a health
// check, a client, and a runbook.
//
// The health check is copied from the module beside this one: gen makes the
// copies, and a test compares them with the source byte by byte.
package generate

//go:generate go run ./gen
