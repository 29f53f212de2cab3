package klaviyo

import (
	"context"
	"errors"
	"fmt"
)

// A Profile is a person. At least one of the identifiers must be set.
type Profile struct {
	Email       string         `json:"email,omitempty"`
	PhoneNumber string         `json:"phone_number,omitempty"` // E.164: +15005550006
	ExternalID  string         `json:"external_id,omitempty"`
	FirstName   string         `json:"first_name,omitempty"`
	LastName    string         `json:"last_name,omitempty"`
	Properties  map[string]any `json:"properties,omitempty"`
}

type profileData struct {
	Type       string  `json:"type"`
	Attributes Profile `json:"attributes"`
}

func (p Profile) check() error {
	if p.Email == "" && p.PhoneNumber == "" && p.ExternalID == "" {
		return errors.New("klaviyo: a profile needs an email, a phone number or an external id")
	}
	return nil
}

// UpsertProfile creates a profile, or updates the one with the same identifier:
// safe to repeat, where POST /api/profiles would answer 409.
func (c *Client) UpsertProfile(ctx context.Context, p Profile) error {
	if err := p.check(); err != nil {
		return err
	}
	body := struct {
		Data profileData `json:"data"`
	}{profileData{"profile", p}}
	return c.send(ctx, "POST", "/api/profile-import", tierL, body)
}

// maxProfiles is how many profiles one job takes.
const maxProfiles = 10_000

// ImportProfiles creates or updates many profiles in jobs that Klaviyo works off
// in its own time.
func (c *Client) ImportProfiles(ctx context.Context, profiles []Profile) error {
	for len(profiles) > 0 {
		n := min(len(profiles), maxProfiles)
		data := make([]profileData, n)
		for i, p := range profiles[:n] {
			if err := p.check(); err != nil {
				return fmt.Errorf("profile %d: %w", i, err)
			}
			data[i] = profileData{"profile", p}
		}
		if err := c.importJob(ctx, data); err != nil {
			return err
		}
		profiles = profiles[n:]
	}
	return nil
}

func (c *Client) importJob(ctx context.Context, data []profileData) error {
	type list struct {
		Data []profileData `json:"data"`
	}
	type attributes struct {
		Profiles list `json:"profiles"`
	}
	type job struct {
		Type       string     `json:"type"`
		Attributes attributes `json:"attributes"`
	}
	body := struct {
		Data job `json:"data"`
	}{job{"profile-bulk-import-job", attributes{list{data}}}}
	return c.send(ctx, "POST", "/api/profile-bulk-import-jobs", tierM, body)
}
