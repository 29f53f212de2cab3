// Package klaviyo stands for the SDK.
package klaviyo

type Client struct{}

func (c *Client) Identify(v any) error { return nil }
