// Package checkout finishes orders.
package checkout

import (
	"context"
	"fmt"

	"example.com/shopcore/internal/klaviyo"
)

// Marketing is the part of the Klaviyo client that checkout needs.
type Marketing interface {
	UpsertProfile(context.Context, klaviyo.Profile) (string, error)
	CreateProfile(context.Context, klaviyo.Profile) (string, error)
	Track(ctx context.Context, metric, id string, p klaviyo.Profile, props map[string]any) error
}

// Service finishes orders.
type Service struct{ marketing Marketing }

// New builds the service.
func New(m Marketing) *Service { return &Service{marketing: m} }

// Finish is called once per order.
func (s *Service) Finish(ctx context.Context, order, email string, total float64) error {
	p := klaviyo.Profile{Email: email}
	if _, err := s.marketing.UpsertProfile(ctx, p); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	return s.marketing.Track(ctx, "Placed Order", order, p, map[string]any{"total": total})
}
