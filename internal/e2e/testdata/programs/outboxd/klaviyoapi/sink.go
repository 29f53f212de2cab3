// Package klaviyoapi delivers outbox rows to Klaviyo.
package klaviyoapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"example.com/outboxd/outbox"
)

const (
	revision   = "2026-07-15"
	bulkEvents = "https://a.klaviyo.com/api/event-bulk-create-jobs"
)

type Sink struct{ hc *http.Client }

func NewSink(hc *http.Client) *Sink { return &Sink{hc} }

type limited struct{ after time.Duration }

func (l limited) Error() string          { return "klaviyo: limited for " + l.after.String() }
func (l limited) RetryIn() time.Duration { return l.after }

type (
	eventAttrs struct {
		UniqueID   string         `json:"unique_id"`
		Time       string         `json:"time"`
		Properties map[string]any `json:"properties"`
		Metric     metric         `json:"metric"`
	}
	metric struct {
		Data struct {
			Type       string            `json:"type"`
			Attributes map[string]string `json:"attributes"`
		} `json:"data"`
	}
)

func (s *Sink) Deliver(ctx context.Context, rows []outbox.Row) error {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(body(rows)); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, bulkEvents, &buf)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := s.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusAccepted, http.StatusOK:
		return nil
	case http.StatusTooManyRequests:
		n, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			n = 30
		}
		return limited{time.Duration(n) * time.Second}
	default:
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
}

func body(rows []outbox.Row) any {
	var data []any
	for _, r := range rows {
		a := eventAttrs{UniqueID: r.ID, Time: r.At.UTC().Format(time.RFC3339), Properties: r.Body}
		a.Metric.Data.Type = "metric"
		a.Metric.Data.Attributes = map[string]string{"name": r.Kind}
		data = append(data, map[string]any{"type": "event-bulk-create", "attributes": map[string]any{
			"profile": map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]string{"email": r.Email}}},
			"events":  map[string]any{"data": []any{map[string]any{"type": "event", "attributes": a}}},
		}})
	}
	return map[string]any{"data": map[string]any{"type": "event-bulk-create-job",
		"attributes": map[string]any{"events-bulk-create": map[string]any{"data": data}}}}
}
