// Package preflight asks Klaviyo, with the key that will be used, what the code
// needs to know before it goes live: is Klaviyo up, is the key accepted and whose
// is it, is there headroom, which revision is really served, which scopes are
// granted. It sends a few read-only requests and keeps nothing.
//
// It is the only package of the command that opens connections: lint and the
// other commands must not reach it, and a test over the import graph says so.
//
// A run makes one [Report], from which all formats are written. No text that came
// over a connection reaches it without passing through a redactor.
package preflight
