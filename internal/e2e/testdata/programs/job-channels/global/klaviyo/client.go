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

var queue = make(chan job, 4)

func Loop(ctx context.Context, c *Client) {
	for {
		j, ok := <-queue
		if !ok {
			return
		}
		if err := c.send(ctx, j.method, j.path, j.body); err != nil {
			fmt.Println(err)
		}
	}
}

func Signup(email string) {
	queue <- job{"POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}} // want upsert
}
func Get(id string) { queue <- job{"GET", "/api/profiles/" + id, nil} }
func Patch(id string) {
	queue <- job{"PATCH", "/api/profiles/" + id, map[string]any{"data": map[string]any{"type": "profile", "id": id, "attributes": map[string]any{"first_name": "A"}}}}
}
