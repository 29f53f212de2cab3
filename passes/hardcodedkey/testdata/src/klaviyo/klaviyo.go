// Package klaviyo is a client.
package klaviyo

// Config of a client.
type Config struct{ APIKey, List string }

// New makes a client.
func New(apiKey string) {}

// Header of a request.
type Header map[string]string

// Set sets a header.
func (Header) Set(name, value string) {}
