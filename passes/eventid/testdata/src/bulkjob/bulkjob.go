// Package bulkjob sends many events in one job.
package bulkjob

import (
	"bytes"
	"encoding/json"
	"net/http"
)

type order struct{ ID, Email string }

func post(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	resp, err := http.Post("https://a.klaviyo.com/api/event-bulk-create-jobs", "application/json", bytes.NewReader(b))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func job(entries []map[string]any) map[string]any {
	return map[string]any{"data": map[string]any{
		"type":       "event-bulk-create-job",
		"attributes": map[string]any{"events-bulk-create": map[string]any{"data": entries}},
	}}
}

func without(orders []order) error {
	var entries []map[string]any
	for _, o := range orders {
		entries = append(entries, map[string]any{
			"type": "event-bulk-create",
			"attributes": map[string]any{
				"profile": map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": o.Email}}},
				"events":  map[string]any{"data": []any{map[string]any{"type": "event", "attributes": map[string]any{"properties": map[string]any{}}}}},
			},
		})
	}
	return post(job(entries)) // want `no unique_id`
}

func with(orders []order) error {
	var entries []map[string]any
	for _, o := range orders {
		event := map[string]any{"type": "event", "attributes": map[string]any{"properties": map[string]any{}, "unique_id": o.ID}}
		entries = append(entries, map[string]any{
			"type": "event-bulk-create",
			"attributes": map[string]any{
				"profile": map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": o.Email}}},
				"events":  map[string]any{"data": []any{event}},
			},
		})
	}
	return post(job(entries))
}

func given(entries []map[string]any) error { return post(job(entries)) }
