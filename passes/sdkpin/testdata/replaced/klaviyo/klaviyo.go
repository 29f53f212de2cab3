// Package klaviyo stands for the SDK.
package klaviyo

// Client is a client.
type Client struct{}
