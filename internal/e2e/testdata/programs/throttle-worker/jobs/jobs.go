// Package jobs runs what the queue asks for.
package jobs

import (
	"context"
	"errors"
	"time"

	"example.com/throttle-worker/internal/klaviyo"
)

// Sync waits as the error says.
func Sync(ctx context.Context, c *klaviyo.Client) error {
	for {
		err := c.Get(ctx, "/api/segments")
		var e *klaviyo.Error
		if !errors.As(err, &e) || e.Status != 429 {
			return err
		}
		time.Sleep(e.After)
	}
}
