// Package klaviyo is a fork.
package klaviyo

// A Client is one.
type Client struct{}
