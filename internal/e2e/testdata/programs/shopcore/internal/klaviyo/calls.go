package klaviyo

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// Profile is what the shop knows about a customer.
type Profile struct {
	ID         string
	Email      string
	Name       string
	ExternalID string
}

type document[T any] struct {
	Data resource[T] `json:"data"`
}

type resource[T any] struct {
	Type       string `json:"type"`
	ID         string `json:"id,omitempty"`
	Attributes T      `json:"attributes"`
}

type profileAttributes struct {
	Email      string `json:"email,omitempty"`
	FirstName  string `json:"first_name,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
}

type eventAttributes struct {
	UniqueID   string                      `json:"unique_id"`
	Time       time.Time                   `json:"time"`
	Properties map[string]any              `json:"properties"`
	Metric     document[metricAttributes]  `json:"metric"`
	Profile    document[profileAttributes] `json:"profile"`
}

type metricAttributes struct {
	Name string `json:"name"`
}

func wrap[T any](kind string, a T) document[T] {
	return document[T]{Data: resource[T]{Type: kind, Attributes: a}}
}

// UpsertProfile creates or updates.
func (c *Client) UpsertProfile(ctx context.Context, p Profile) (string, error) {
	var out document[profileAttributes]
	err := c.call(ctx, opUpsertProfile, nil, wrap("profile", profileAttributes{p.Email, p.Name, p.ExternalID}), &out)
	return out.Data.ID, err
}

// CreateProfile fails when the profile exists. Kept for the importer of new shops.
func (c *Client) CreateProfile(ctx context.Context, p Profile) (string, error) {
	var out document[profileAttributes]
	err := c.call(ctx, opCreateProfile, nil, wrap("profile", profileAttributes{p.Email, p.Name, p.ExternalID}), &out)
	return out.Data.ID, err
}

// FindProfile looks a profile up by its external id.
func (c *Client) FindProfile(ctx context.Context, externalID string) (string, error) {
	var out struct {
		Data []resource[profileAttributes] `json:"data"`
	}
	q := url.Values{"filter": {fmt.Sprintf("equals(external_id,%q)", externalID)}}
	if err := c.call(ctx, opFindProfiles, q, nil, &out); err != nil || len(out.Data) == 0 {
		return "", err
	}
	return out.Data[0].ID, nil
}

// Track records an event under the id.
func (c *Client) Track(ctx context.Context, metric, id string, p Profile, props map[string]any) error {
	return c.call(ctx, opTrackEvent, nil, wrap("event", eventAttributes{
		UniqueID:   id,
		Time:       time.Now(),
		Properties: props,
		Metric:     wrap("metric", metricAttributes{metric}),
		Profile:    wrap("profile", profileAttributes{Email: p.Email}),
	}), nil)
}

// Subscribe gives consent to the list.
func (c *Client) Subscribe(ctx context.Context, body any) error {
	return c.call(ctx, opSubscribe, url.Values{}, body, nil)
}

// Merge merges two profiles.
func (c *Client) Merge(ctx context.Context, body any) error {
	return c.call(ctx, opMergeProfiles, nil, body, nil)
}

// Ping checks the key.
func (c *Client) Ping(ctx context.Context) error { return c.call(ctx, opAccount, nil, nil, nil) }
