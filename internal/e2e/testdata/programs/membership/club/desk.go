package club

import (
	"context"

	"example.com/membership/internal/klaviyo"
)

const (
	joinPath   = "/api/profiles"
	renewPath  = "/api/profile-import"
	eventsPath = "/api/events"
)

// Desk is where members join and leave.
type Desk struct {
	api klaviyo.API
}

func NewDesk(api klaviyo.API) *Desk { return &Desk{api: api} }

// Join makes a new member known.
func (d *Desk) Join(ctx context.Context, email string) error {
	return d.api.Call(ctx, "POST", joinPath, klaviyo.Profile(email, "member")) // want upsert
}

// Known tells whether the service answers.
func (d *Desk) Known(ctx context.Context) error {
	return d.api.Call(ctx, "GET", joinPath, nil)
}

// Renew updates the member.
func (d *Desk) Renew(ctx context.Context, email string) error {
	return d.api.Call(ctx, "POST", renewPath, klaviyo.Profile(email, "renewed"))
}

// Leave records the end of the membership.
func (d *Desk) Leave(ctx context.Context, event any) error {
	return d.api.Call(ctx, "POST", eventsPath, event)
}
