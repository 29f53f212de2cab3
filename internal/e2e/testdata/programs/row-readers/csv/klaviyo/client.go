package klaviyo

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
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

type source struct{ r *csv.Reader }

func (s *source) next() ([]string, error) { return s.r.Read() }

func (c *Client) Load(ctx context.Context, in io.Reader) error {
	s := &source{r: csv.NewReader(in)}
	for {
		rec, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.send(ctx, "POST", "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": rec[0]}}}); err != nil { // want bulk
			return err
		}
	}
}
