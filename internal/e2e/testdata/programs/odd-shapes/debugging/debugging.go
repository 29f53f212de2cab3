// Package debugging prints only when somebody asks for it.
package debugging

import "os"

// Base is replaced by Init.
var Base = ""

// Version is what requests are made for; Init sets it.
var Version = ""

// Init reads the settings.
func Init() {
	Base = os.Getenv("KLAVIYO_BASE")
	if Base == "" {
		Base = "https://a.klaviyo.com"
	}
	Version = "2026-07-15"
}
