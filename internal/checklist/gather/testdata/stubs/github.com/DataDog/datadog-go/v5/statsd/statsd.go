// Package statsd stands in for the package of that name: signatures alone.
package statsd

import "time"

type Option func()

type Client struct{}

func New(addr string, options ...Option) (*Client, error) { return &Client{}, nil }

func WithNamespace(namespace string) Option { return nil }

func (c *Client) Incr(name string, tags []string, rate float64) error               { return nil }
func (c *Client) Count(name string, value int64, tags []string, rate float64) error { return nil }
func (c *Client) Distribution(name string, value float64, tags []string, rate float64) error {
	return nil
}
func (c *Client) Timing(name string, value time.Duration, tags []string, rate float64) error {
	return nil
}
