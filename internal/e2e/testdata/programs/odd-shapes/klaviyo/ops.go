package klaviyo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
)

// Ops are the calls as functions, for tests to replace.
type Ops struct {
	Create func(ctx context.Context, profile []byte) error
	Upsert func(ctx context.Context, profile []byte) error
}

// NewOps makes them.
func NewOps(key string) *Ops {
	send := func(ctx context.Context, path string, body []byte) error {
		req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com"+path, bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
		req.Header.Set("revision", "2026-07-15")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 {
			return fmt.Errorf("%s: %s", path, resp.Status)
		}
		return nil
	}
	return &Ops{
		Create: func(ctx context.Context, p []byte) error { return send(ctx, "/api/profiles", p) },
		Upsert: func(ctx context.Context, p []byte) error { return send(ctx, "/api/profile-import", p) },
	}
}
