// Package naive creates and gives up.
package naive

import (
	"context"
	"log"

	"example.com/duplicate-elsewhere/crm/klaviyo"
)

// Add creates a profile.
func Add(ctx context.Context, c *klaviyo.Client, p any) {
	if err := c.Create(ctx, p); err != nil { // want upsert
		log.Print(err)
	}
}
