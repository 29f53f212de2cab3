// Package named reads the key by a name of its own.
package named

import "os"

func getenv(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}

// The fallback goes; a second variable would be one that nobody sets.
var a = getenv("KLAVIYO_API_KEY", "pk_5d0c7e19a2b84f365d0c7e19a2b84f36c1") // want `private Klaviyo key`

// Elsewhere the key has the name that the package uses.
var b = "pk_5d0c7e19a2b84f365d0c7e19a2b84f36c1" // want `private Klaviyo key`

var public = os.Getenv("KLAVIYO_PUBLIC_KEY")
