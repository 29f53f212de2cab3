// Package klaviyo stands in for the SDK.
package klaviyo

import (
	"context"

	"github.com/monetha/go-klaviyo/models/event"
)

// Client talks to Klaviyo.
type Client struct{}

// New makes a client.
func New(apiKey string, logger any) *Client { return &Client{} }

// CreateEvent sends an event.
func (c *Client) CreateEvent(ctx context.Context, e *event.NewEvent, id, metricName string) error {
	return nil
}
