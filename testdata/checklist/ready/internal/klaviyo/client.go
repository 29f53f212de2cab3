// Package klaviyo is the shop's client of the Klaviyo API.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"golang.org/x/time/rate"
)

const (
	baseURL  = "https://a.klaviyo.com"
	revision = "2026-07-15"
	attempts = 5
	longest  = 2 * time.Minute
)

var answers = promauto.NewCounterVec(prometheus.CounterOpts{
	Namespace: "klaviyo", Name: "requests_total", Help: "Answers of Klaviyo by status.",
}, []string{"code"})

var durations = promauto.NewHistogramVec(prometheus.HistogramOpts{
	Namespace: "klaviyo", Name: "request_duration_seconds", Help: "How long Klaviyo takes.", Buckets: []float64{0.1, 0.5, 1, 2.5, 5, 10},
}, []string{"code"})

// Client calls the Klaviyo API.
type Client struct {
	key     string
	enabled bool
	http    *http.Client
	limit   *rate.Limiter
}

// New returns a client; when it is not enabled, it sends nothing.
func New(key string, enabled bool) *Client {
	return &Client{key: key, enabled: enabled, http: &http.Client{Timeout: 10 * time.Second}, limit: rate.NewLimiter(10, 20)}
}

// StatusError is an answer that is no success.
type StatusError struct{ Code int }

func (e *StatusError) Error() string { return fmt.Sprintf("klaviyo answered %d", e.Code) }

// Placed tells Klaviyo of an order.
func (c *Client) Placed(ctx context.Context, id, email string, total float64) error {
	return c.post(ctx, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": map[string]any{
		"unique_id":  id,
		"value":      total,
		"properties": map[string]any{"order_id": id},
		"metric":     map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": "Placed Order"}}},
		"profile":    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}},
	}}})
}

// Import adds a profile or updates the one that is there.
func (c *Client) Import(ctx context.Context, email string) error {
	return c.post(ctx, "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}})
}

func (c *Client) post(ctx context.Context, path string, doc any) error {
	if !c.enabled {
		return nil
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	wait := time.Second
	for attempt := 1; ; attempt++ {
		if err := c.limit.Wait(ctx); err != nil {
			return err
		}
		code, after, err := c.send(ctx, path, body)
		if err == nil && code < 300 {
			return nil
		}
		if err == nil {
			err = &StatusError{Code: code}
		}
		if code == 401 || code == 403 {
			log.Printf("klaviyo refuses the key: %v", err)
			return err
		}
		if attempt == attempts || code != 0 && code != 429 && code < 500 {
			return err
		}
		pause := wait
		wait *= 2
		if code == 429 {
			pause = min(after, longest)
		}
		time.Sleep(pause)
	}
}

// send makes one attempt; the status is 0 where there was no answer.
func (c *Client) send(ctx context.Context, path string, body []byte) (code int, after time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, baseURL+path, bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", revision)
	start := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		answers.WithLabelValues("error").Inc()
		durations.WithLabelValues("error").Observe(time.Since(start).Seconds())
		return 0, 0, err
	}
	defer resp.Body.Close()
	answers.WithLabelValues(strconv.Itoa(resp.StatusCode)).Inc()
	durations.WithLabelValues(strconv.Itoa(resp.StatusCode)).Observe(time.Since(start).Seconds())
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil {
		seconds = 1
	}
	return resp.StatusCode, time.Duration(seconds) * time.Second, nil
}

// ErrLimited says that Klaviyo limits the rate, and says nothing about the key.
var ErrLimited = errors.New("klaviyo limits the rate")

// Check asks Klaviyo whose key this is.
func (c *Client) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, baseURL+"/api/accounts", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", revision)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == 429:
		return ErrLimited
	case resp.StatusCode >= 300:
		if resp.StatusCode == 401 || resp.StatusCode == 403 {
			log.Printf("klaviyo refuses the key: %d", resp.StatusCode)
		}
		return &StatusError{Code: resp.StatusCode}
	}
	return nil
}
