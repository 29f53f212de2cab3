package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Loader writes rows to an account.
type Loader struct {
	key string
	hc  *http.Client
}

// NewLoader returns a Loader.
func NewLoader(key string) *Loader {
	return &Loader{key: key, hc: &http.Client{Timeout: time.Minute}}
}

type entry struct {
	Type       string         `json:"type"`
	Attributes map[string]any `json:"attributes"`
}

// Load sends all rows: one by the simple call, more as a job.
func (l *Loader) Load(ctx context.Context, emails []string) error {
	if len(emails) == 1 {
		return l.post(ctx, "/api/profiles", map[string]any{ // want upsert
			"data": entry{"profile", map[string]any{"email": emails[0]}},
		})
	}
	const max = 10000
	for len(emails) > 0 {
		n := min(max, len(emails))
		if err := l.job(ctx, emails[:n]); err != nil {
			return err
		}
		emails = emails[n:]
	}
	return nil
}

func (l *Loader) job(ctx context.Context, emails []string) error {
	list := make([]entry, 0, len(emails))
	for _, e := range emails {
		list = append(list, entry{"profile", map[string]any{"email": e}})
	}
	return l.post(ctx, "/api/profile-bulk-import-jobs", map[string]any{"data": map[string]any{
		"type":       "profile-bulk-import-job",
		"attributes": map[string]any{"profiles": map[string]any{"data": list}},
	}})
}

func (l *Loader) post(ctx context.Context, path string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.klaviyo.com"+path, bytes.NewReader(b)) // want revision
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+l.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := l.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	return nil
}
