package klaviyo

import (
	"context"
	"errors"
	"net/http"
)

type envelope struct {
	Data Profile `json:"data"`
}

// Profile is a member.
type Profile struct {
	Type       string         `json:"type"`
	ID         string         `json:"id,omitempty"`
	Attributes map[string]any `json:"attributes"`
}

// CreateOrUpdate is the upsert.
func (c *Client) CreateOrUpdate(ctx context.Context, attrs map[string]any) (string, error) {
	var out envelope
	err := c.do(ctx, http.MethodPost, "/api/profile-import", envelope{Profile{Type: "profile", Attributes: attrs}}, &out)
	return out.Data.ID, err
}

// CreateNew creates a member; where the profile exists already, the member
// number is written to it, and fresh is false.
func (c *Client) CreateNew(ctx context.Context, attrs map[string]any) (id string, fresh bool, err error) {
	var out envelope
	err = c.do(ctx, http.MethodPost, "/api/profiles", envelope{Profile{Type: "profile", Attributes: attrs}}, &out)
	var e *Error
	if errors.As(err, &e) && e.Status == http.StatusConflict && len(e.Errors) == 1 && e.Errors[0].Code == "duplicate_profile" {
		id = e.Errors[0].Meta.Duplicate
		err = c.do(ctx, http.MethodPatch, "/api/profiles/"+id, envelope{Profile{Type: "profile", ID: id, Attributes: attrs}}, nil)
		return id, false, err
	}
	return out.Data.ID, err == nil, err
}

// ImportJob imports up to 10,000 members.
func (c *Client) ImportJob(ctx context.Context, ps []Profile) error {
	type profiles struct {
		Data []Profile `json:"data"`
	}
	type attributes struct {
		Profiles profiles `json:"profiles"`
	}
	type data struct {
		Type       string     `json:"type"`
		Attributes attributes `json:"attributes"`
	}
	return c.do(ctx, http.MethodPost, "/api/profile-bulk-import-jobs", struct {
		Data data `json:"data"`
	}{data{"profile-bulk-import-job", attributes{profiles{ps}}}}, nil)
}
