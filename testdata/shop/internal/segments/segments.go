// Package segments shows the sizes of segments on the dashboard.
package segments

import (
	"context"
	"net/url"

	"example.com/shop/internal/klaviyo"
)

// Count is the size of a segment.
type Count struct {
	Data struct {
		Attributes struct {
			Count int `json:"profile_count"`
		} `json:"attributes"`
	} `json:"data"`
}

// Size returns how many profiles a segment has.
func Size(ctx context.Context, client *klaviyo.Client, id string) (int, error) {
	var c Count
	path := "/api/segments/" + url.PathEscape(id) + "?additional-fields[segment]=profile_count"
	if err := client.GetAt(ctx, "2025-07-15", path, &c); err != nil {
		return 0, err
	}
	return c.Data.Attributes.Count, nil
}

// Names returns the reply with the names of all segments.
func Names(ctx context.Context, client *klaviyo.Client) (map[string]any, error) {
	var reply map[string]any
	err := client.GetAt(ctx, "2026-07-15", "/api/segments", &reply)
	return reply, err
}
