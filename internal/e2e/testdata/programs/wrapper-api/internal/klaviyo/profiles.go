package klaviyo

import (
	"context"
	"net/http"
)

// Profile is the part of a profile we write.
type Profile struct {
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone_number,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	Nickname  string `json:"title,omitempty"`
}

// Upsert creates or updates the profile.
func (c *Client) Upsert(ctx context.Context, p Profile) error {
	return c.Do(ctx, http.MethodPost, "/api/profile-import", map[string]any{
		"data": map[string]any{"type": "profile", "attributes": p},
	})
}

// SetPhone changes the number of a profile.
func (c *Client) SetPhone(ctx context.Context, id, phone string) error {
	return c.Do(ctx, http.MethodPatch, "/api/profiles/"+id, map[string]any{
		"data": map[string]any{
			"type":       "profile",
			"id":         id,
			"attributes": map[string]any{"phone_number": phone},
		},
	})
}
