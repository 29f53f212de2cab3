// Package one uses a Klaviyo SDK that go.mod replaces by a folder.
package one

import "github.com/monetha/go-klaviyo"

// Client is unused.
var Client klaviyo.Client
