// Package crm has a method that shares the name of an SDK's.
package crm

import "context"

// A Store keeps people.
type Store interface {
	CreateProfile(ctx context.Context, email string) error
	CreateEvent(ctx context.Context, name string) error
}

// Sync stores people in the own database; Klaviyo reads them from there.
func Sync(ctx context.Context, s Store, emails []string) error {
	for _, e := range emails {
		if err := s.CreateProfile(ctx, e); err != nil {
			return err
		}
		if err := s.CreateEvent(ctx, "signed up"); err != nil {
			return err
		}
	}
	return nil
}
