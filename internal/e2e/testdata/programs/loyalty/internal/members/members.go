// Package members imports members from the till.
package members

import (
	"context"
	"errors"
	"slices"

	"example.com/loyalty/internal/klaviyo"
)

// Member is a row of the till.
type Member struct {
	Email, Number string
}

type importer interface {
	ImportJob(context.Context, []klaviyo.Profile) error
}

const chunk = 2_000

// Import sends all members in chunks.
func Import(ctx context.Context, to importer, ms []Member) (err error) {
	for part := range slices.Chunk(ms, chunk) {
		ps := make([]klaviyo.Profile, 0, len(part))
		for _, m := range part {
			ps = append(ps, klaviyo.Profile{Type: "profile", Attributes: map[string]any{
				"email": m.Email, "external_id": m.Number,
			}})
		}
		err = errors.Join(err, to.ImportJob(ctx, ps))
	}
	return err
}
