// Package klaviyo has names like the official SDKs.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type Config struct {
	APIKey  string
	BaseURL string
}

type Service struct {
	cfg Config
	hc  *http.Client
}

func NewService(cfg Config) *Service {
	if cfg.BaseURL == "" {
		cfg.BaseURL = "https://a.klaviyo.com"
	}
	return &Service{cfg, &http.Client{Timeout: 10 * time.Second}}
}

type Profile struct {
	Email      string            `json:"email"`
	Properties map[string]string `json:"properties"`
}

func (s *Service) CreateProfile(ctx context.Context, p Profile) error {
	return s.post(ctx, "/api/profiles", "profile", p, nil)
}

func (s *Service) CreateProfileImport(ctx context.Context, p Profile) error {
	return s.post(ctx, "/api/profile-import", "profile", p, nil)
}

func (s *Service) CreateProfileMerge(ctx context.Context, keep, drop string) error {
	rel := map[string]any{"profiles": map[string]any{"data": []map[string]string{{"type": "profile", "id": drop}}}}
	return s.post(ctx, "/api/profile-merge", "profile-merge", map[string]string{"id": keep}, rel)
}

func (s *Service) post(ctx context.Context, path, kind string, attrs, rel any) error {
	raw, err := json.Marshal(map[string]any{"data": map[string]any{"type": kind, "attributes": attrs, "relationships": rel}})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.BaseURL+path, bytes.NewReader(raw)) // want payload
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+s.cfg.APIKey)
		req.Header.Set("revision", "2026-07-15")
		req.Header.Set("Content-Type", "application/vnd.api+json")
		resp, err := s.hc.Do(req)
		if err != nil {
			return err
		}
		resp.Body.Close()
		if again(resp.StatusCode) && n < 4 {
			time.Sleep(time.Duration(n+1) * 250 * time.Millisecond)
			continue
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("klaviyo %s: %d", path, resp.StatusCode)
		}
		return nil
	}
}

// again reports whether another try may help.
func again(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable // want retryafter
}
