package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	klaviyoAPI      = "https://a.klaviyo.com/api/"
	klaviyoRevision = "2024-07-15" // want revision
	segmentAPI      = "https://api.segment.io/v1/"
)

// Klaviyo sends batches to Klaviyo.
type Klaviyo struct {
	key string
	hc  *http.Client
}

// NewKlaviyo returns a sender.
func NewKlaviyo(key string) *Klaviyo {
	return &Klaviyo{key: key, hc: &http.Client{Timeout: 20 * time.Second}}
}

// Send is the send function of a Gateway.
func (k *Klaviyo) Send(ctx context.Context, batch []Event) error {
	type m = map[string]any
	list := make([]m, 0, len(batch))
	for _, e := range batch {
		list = append(list, m{
			"type": "event-bulk-create",
			"attributes": m{
				"profile": m{"data": m{"type": "profile", "attributes": m{"email": e.Email}}},
				"events": m{"data": []m{{"type": "event", "attributes": m{
					"unique_id":  e.ID,
					"properties": e.Props,
					"metric":     m{"data": m{"type": "metric", "attributes": m{"name": e.Name}}},
				}}}},
			},
		})
	}
	body := m{"data": m{"type": "event-bulk-create-job", "attributes": m{"events-bulk-create": m{"data": list}}}}
	target, err := url.JoinPath(klaviyoAPI, "event-bulk-create-jobs")
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(body); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, &buf) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+k.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("Revision", klaviyoRevision)
	resp, err := k.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	return nil
}

// Segment sends batches to Segment.
type Segment struct {
	WriteKey string
	HC       *http.Client
}

// Send is the send function of a Gateway.
func (s *Segment) Send(ctx context.Context, batch []Event) error {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(map[string]any{"batch": batch}); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, segmentAPI+"batch", &buf)
	if err != nil {
		return err
	}
	req.SetBasicAuth(s.WriteKey, "")
	resp, err := s.HC.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("segment: %s", resp.Status)
	}
	return nil
}
