// Package conf keeps the constants that every worker needs.
package conf

const (
	KlaviyoHost     = "https://a.klaviyo.com"
	KlaviyoRevision = "2024-05-15" // want revision
	HubSpotHost     = "https://api.hubapi.com"
)

// Paths of the calls that we make.
const (
	ProfilesPath = "/api/profiles"
	ListsPath    = "/api/lists"
)
