// Package two uses a Klaviyo SDK that go.mod replaces by a folder.
package two

import "github.com/monetha/go-klaviyo"

// Client is unused.
var Client klaviyo.Client
