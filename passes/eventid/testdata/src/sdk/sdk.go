// Package sdk calls an SDK that has no field for the id: one finding, at the
// first call.
package sdk

import (
	"context"

	"github.com/monetha/go-klaviyo"
	"github.com/monetha/go-klaviyo/models/event"
)

var kl = klaviyo.New("", nil)

func ordered(ctx context.Context, profile string) error {
	return kl.CreateEvent(ctx, &event.NewEvent{Type: "event"}, profile, "Placed Order") // want `monetha/go-klaviyo cannot send an event's unique_id, so two in one second`
}

func shipped(ctx context.Context, e *event.NewEvent, profile string) error {
	return kl.CreateEvent(ctx, e, profile, "Shipped Order")
}
