// Package orders tells Klaviyo what becomes of an order.
package orders

import (
	"context"
	"fmt"

	"example.com/order-tracker/internal/klaviyo"
)

// Order is a row of the shop.
type Order struct {
	ID    string
	Email string
	Total float64
	Notes []string
}

// Tracker is what the shop needs of the client.
type Tracker interface {
	Track(ctx context.Context, e klaviyo.Event) error
}

// Service reacts to orders.
type Service struct{ Events Tracker }

// Placed names the order as the id: a retry is recognised.
func (s *Service) Placed(ctx context.Context, o Order) error {
	return s.Events.Track(ctx, klaviyo.Event{Metric: "Placed Order", Email: o.Email, UniqueID: "placed-" + o.ID, Value: o.Total})
}

// Refunded leaves the id out: two refunds in a second become one.
func (s *Service) Refunded(ctx context.Context, o Order, amount float64) error {
	e := klaviyo.Event{Metric: "Refunded Order", Email: o.Email, Value: amount}
	e.Props = map[string]any{"order": o.ID}
	return s.Events.Track(ctx, e) // want eventid
}

// Noted has an id on one path, and hides it on none.
func (s *Service) Noted(ctx context.Context, o Order) error {
	e := klaviyo.Event{Metric: "Noted", Email: o.Email}
	if len(o.Notes) > 0 {
		e.UniqueID = fmt.Sprintf("%s-%d", o.ID, len(o.Notes))
	}
	return s.Events.Track(ctx, e)
}
