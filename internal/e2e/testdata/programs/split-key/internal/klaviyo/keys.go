package klaviyo

import "strings"

// The scanner in CI kept complaining, so the pieces live apart.
const (
	keyHead = "pk_b939a3d" // want hardcodedkey
	keyTail = "d5d55eb2565f6decd87b0f15aa0"
)

// Default is the client that the nightly jobs share.
func Default() *Client {
	return New(keyHead + keyTail)
}

// Sandbox uses the test account.
func Sandbox() *Client {
	key := "pk_3720deaed9dc5df8e" + // want hardcodedkey
		"41e773f7e25d0796b"
	return New(key)
}

const prefix = "pk_"

// LooksPrivate tells whether somebody pasted a private key into the wrong field.
func LooksPrivate(s string) bool {
	return strings.HasPrefix(s, prefix) && len(s) >= len(prefix)+34
}

// Metric names of the warehouse export, joined the same way.
const (
	table   = "profile"
	primary = prefix + table + "_events"
)

// PrimaryKey is the name of the index in the export.
func PrimaryKey() string { return primary }

// Dummies are keys the fake server accepts.
var Dummies = []string{
	"pk_0000000000000000000000000000000000",
	"pk_" + "1212121212" + "121212121212121212121212",
	"pk_deadbeefdeadbeefdeadbeefdeadbeefde",
	"pk_" + "your_private_key_here",
	prefix + "46d41259cf70",
}
