// Package sync creates profiles, and updates those that are there.
package sync

import (
	"context"
	"errors"

	"example.com/duplicate-elsewhere/crm/klaviyo"
)

// Helper: the error is handed to a function that tells.
func Helper(ctx context.Context, c *klaviyo.Client, p any) error {
	err := c.Create(ctx, p)
	if id, ok := taken(err); ok {
		return c.Update(ctx, id, p)
	}
	return err
}

func taken(err error) (string, bool) {
	var e *klaviyo.Error
	if errors.As(err, &e) && e.Status == 409 {
		return e.ID, true
	}
	return "", false
}

// Switch looks for the type while it unwraps.
func Switch(ctx context.Context, c *klaviyo.Client, p any) error {
	err := c.Create(ctx, p)
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch e := e.(type) {
		case *klaviyo.Error:
			if e.Code == "duplicate_profile" {
				return c.Update(ctx, e.ID, p)
			}
		}
	}
	return err
}

// Later hands the error to who repairs.
func Later(ctx context.Context, c *klaviyo.Client, p any) error {
	if err := c.Create(ctx, p); err != nil {
		return repair(ctx, c, p, err)
	}
	return nil
}

func repair(ctx context.Context, c *klaviyo.Client, p any, cause error) error {
	var e *klaviyo.Error
	if !errors.As(cause, &e) {
		return cause
	}
	switch e.Status {
	case 409:
		return c.Update(ctx, e.ID, p)
	default:
		return cause
	}
}
