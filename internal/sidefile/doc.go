// Package sidefile reads what stands beside Go code: manifests, CI files,
// scripts, configuration. It knows which files belong to a run, reads them
// within limits, and turns offsets into exact positions, also where a file has
// Windows line ends or a byte-order mark. It knows nothing about Klaviyo.
package sidefile
