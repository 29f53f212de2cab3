// Package nested writes events as nested maps.
package nested

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"time"
)

const host = "https://a.klaviyo.com"

type client struct {
	key  string
	http *http.Client
}

func (c *client) post(ctx context.Context, path string, body any) error {
	buf := new(bytes.Buffer)
	if err := json.NewEncoder(buf).Encode(body); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, host+path, buf)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (c *client) without(ctx context.Context, email string, total float64) error {
	return c.post(ctx, "/api/events", map[string]any{ // want `the event has no unique_id, so two in one second become one; set`
		"data": map[string]any{
			"type": "event",
			"attributes": map[string]any{
				"value":      total,
				"properties": map[string]any{},
				"profile":    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}},
			},
		},
	})
}

func (c *client) with(ctx context.Context, email, order string) error {
	return c.post(ctx, "/api/events/", map[string]any{
		"data": map[string]any{
			"type": "event",
			"attributes": map[string]any{
				"unique_id":  order,
				"properties": map[string]any{},
				"profile":    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}},
			},
		},
	})
}

// The id stands in the properties, where Klaviyo does not look for it.
func (c *client) elsewhere(ctx context.Context, order string) error {
	payload := map[string]any{
		"data": map[string]any{
			"type":       "event",
			"attributes": map[string]any{"properties": map[string]any{"unique_id": order}},
		},
	}
	return c.post(ctx, "/api/events", payload) // want `no unique_id`
}

// The id is set later, through a name for a part of the body.
func (c *client) alias(ctx context.Context, order string) error {
	attributes := map[string]any{"properties": map[string]any{}}
	payload := map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}}
	if order != "" {
		attributes["unique_id"] = order
	}
	return c.post(ctx, "/api/events", payload)
}

func (c *client) dug(ctx context.Context, order string) error {
	payload := map[string]any{"data": map[string]any{"type": "event", "attributes": map[string]any{}}}
	data := payload["data"].(map[string]any)
	data["attributes"].(map[string]any)["unique_id"] = order
	return c.post(ctx, "/api/events", payload)
}

// Other keys that are set later are no id.
func (c *client) later(ctx context.Context, when time.Time, order string) error {
	attributes := map[string]any{"properties": map[string]any{}}
	payload := map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}}
	attributes["time"] = when.Format(time.RFC3339)
	attributes["uniqueId"] = order
	slog.InfoContext(ctx, "sending", "payload", payload)
	return c.post(ctx, "/api/events", payload) // want `no unique_id`
}

// The one key the caller puts in may be the id.
func (c *client) extra(ctx context.Context, extra map[string]any) error {
	attributes := map[string]any{"properties": map[string]any{}}
	for k, v := range extra {
		attributes[k] = v
	}
	return c.post(ctx, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}})
}

// Properties of a caller hide nothing: the id does not belong there.
func (c *client) Track(ctx context.Context, metric string, properties map[string]any) error {
	body := map[string]any{"data": map[string]any{
		"type":       "event",
		"attributes": map[string]any{"properties": properties, "metric": named(metric)},
	}}
	return c.post(ctx, "/api/events", body) // want `no unique_id`
}

func named(metric string) map[string]any {
	return map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": metric}}}
}

func (c *client) tracks(ctx context.Context) error {
	if err := c.Track(ctx, "Placed Order", map[string]any{"unique_id": "1"}); err != nil {
		return err
	}
	return c.Track(ctx, "Viewed Product", nil)
}

// attributes come from the callers: each of them decides.
func (c *client) raw(ctx context.Context, attributes map[string]any) error {
	return c.post(ctx, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}})
}

func (c *client) raws(ctx context.Context, order string) error {
	if err := c.raw(ctx, map[string]any{"properties": nil, "unique_id": order}); err != nil {
		return err
	}
	return c.raw(ctx, map[string]any{"properties": nil, "order_id": order}) // want `no unique_id`
}

// Code out of sight has the body in hand.
func (c *client) enriched(ctx context.Context, enrich func(map[string]any)) error {
	attributes := map[string]any{"properties": map[string]any{}}
	enrich(attributes)
	return c.post(ctx, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}})
}

type logger interface {
	Debug(message string, args ...any)
}

// A logger changes nothing.
func (c *client) logged(ctx context.Context, l logger) error {
	body := map[string]any{"data": map[string]any{"type": "event", "attributes": map[string]any{"properties": nil}}}
	l.Debug("sending", "body", body)
	return c.post(ctx, "/api/events", body) // want `no unique_id`
}

// What is copied in may hold the id.
func (c *client) copied(ctx context.Context, line []byte) error {
	var extra map[string]any
	if err := json.Unmarshal(line, &extra); err != nil {
		return err
	}
	attributes := map[string]any{"properties": nil}
	maps.Copy(attributes, extra)
	return c.post(ctx, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": attributes}})
}

// Decoded from elsewhere.
func (c *client) replay(ctx context.Context, line []byte) error {
	var body map[string]any
	if err := json.Unmarshal(line, &body); err != nil {
		return err
	}
	return c.post(ctx, "/api/events", body)
}

// Nothing of the event can be seen.
func (c *client) pass(ctx context.Context, body any) error { return c.post(ctx, "/api/events", body) }

// Other endpoints take no unique id.
func (c *client) others(ctx context.Context, email string) error {
	body := map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}
	if err := c.post(ctx, "/api/profile-import", body); err != nil {
		return err
	}
	return c.post(ctx, "/client/events?company_id=AbC123", body)
}

// A read of events has no body.
func (c *client) list() (*http.Response, error) { return c.http.Get(host + "/api/events") }
