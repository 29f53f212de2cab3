// Package settings holds what others send; it names no host.
package settings

// APIRevision is the date of the API of Klaviyo.
const APIRevision = "2023-02-22"

// Options are what a client of Klaviyo is made with.
type Options struct {
	Revision string
	Key      string
}

// Defaults are the usual options.
func Defaults() Options { return Options{Revision: "2023-06-15"} }
