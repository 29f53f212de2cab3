package klaviyo

import "context"

// Profile is a person as Klaviyo knows them.
type Profile struct {
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone_number,omitempty"`
	FirstName string `json:"first_name,omitempty"`
}

// Document is a JSON:API document with one resource.
type Document struct {
	Data Resource `json:"data"`
}

// Resource is the resource of a Document.
type Resource struct {
	Type       string `json:"type"`
	Attributes any    `json:"attributes"`
}

// CreateProfile adds a profile; Klaviyo refuses one that it has already.
func (c *Client) CreateProfile(ctx context.Context, p Profile) error {
	return c.Post(ctx, "/api/profiles", Document{Data: Resource{Type: "profile", Attributes: p}})
}

// ImportProfile adds a profile or updates the one that is there.
func (c *Client) ImportProfile(ctx context.Context, p Profile) error {
	return c.Post(ctx, "/api/profile-import", Document{Data: Resource{Type: "profile", Attributes: p}})
}
