// Package members stores members.
package members

import (
	"context"
	"fmt"

	"example.com/gymtrack/klaviyo"
)

type Member struct{ Email, Plan string }

type profiles interface {
	CreateProfile(ctx context.Context, p klaviyo.Profile) error
	CreateProfileImport(ctx context.Context, p klaviyo.Profile) error
	CreateProfileMerge(ctx context.Context, keep, drop string) error
}

type Repository struct{ remote profiles }

func NewRepository(s *klaviyo.Service) *Repository { return &Repository{remote: s} }

// Join stores somebody who has just signed the contract.
func (r *Repository) Join(ctx context.Context, m Member) error {
	p := klaviyo.Profile{Email: m.Email, Properties: map[string]string{"plan": m.Plan}}
	if err := r.remote.CreateProfile(ctx, p); err != nil { // want upsert
		return fmt.Errorf("join %s: %w", m.Email, err)
	}
	return nil
}

// Upgrade changes the plan.
func (r *Repository) Upgrade(ctx context.Context, m Member) error {
	return r.remote.CreateProfileImport(ctx, klaviyo.Profile{Email: m.Email, Properties: map[string]string{"plan": m.Plan}})
}

// Merge joins two members that are one person.
func (r *Repository) Merge(ctx context.Context, keep, drop string) error {
	return r.remote.CreateProfileMerge(ctx, keep, drop)
}
