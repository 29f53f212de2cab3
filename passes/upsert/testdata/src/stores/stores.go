// Package stores keeps members in a database. Its interfaces have a method like one
// of the client's, and the client implements neither: parameters and results differ.
package stores

import (
	"context"

	"klaviyoclient"
)

// A Member is a row.
type Member struct{ Email string }

// A Store keeps members.
type Store interface {
	CreateProfile(ctx context.Context, m Member) error
}

// A Directory keeps addresses.
type Directory interface {
	CreateProfile(ctx context.Context, email string) error
}

// Register keeps a member, in Klaviyo too.
func Register(ctx context.Context, s Store, d Directory, c *klaviyoclient.Client, m Member) error {
	if err := s.CreateProfile(ctx, m); err != nil {
		return err
	}
	if err := d.CreateProfile(ctx, m.Email); err != nil {
		return err
	}
	_, err := c.CreateProfile(ctx, m.Email)
	return err
}
