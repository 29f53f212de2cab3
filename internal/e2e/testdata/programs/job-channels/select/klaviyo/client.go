package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
}

func New(key string) *Client { return &Client{key: key, hc: &http.Client{Timeout: 10 * time.Second}} }

func (c *Client) send(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/json")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", res.Status)
	}
	return nil
}

type job struct {
	method, path string
	body         any
}

type Worker struct {
	c    *Client
	in   chan *job
	quit chan struct{}
}

func NewWorker(c *Client) *Worker {
	return &Worker{c: c, in: make(chan *job), quit: make(chan struct{})}
}

func (w *Worker) Run(ctx context.Context) error {
	for {
		select {
		case <-w.quit:
			return nil
		case j := <-w.in:
			if err := w.c.send(ctx, j.method, j.path, j.body); err != nil {
				return err
			}
		}
	}
}

func (w *Worker) Signup(email string) {
	w.in <- &job{method: "POST", path: "/api/profiles", body: map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}} // want upsert
}

func (w *Worker) Find() { w.in <- &job{method: "GET", path: "/api/profiles"} }
func (w *Worker) Tags() { w.in <- &job{method: "POST", path: "/api/tags"} }
