// Package relay copies survey answers to Klaviyo.
package relay

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Doer is satisfied by *http.Client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

type Relay struct {
	doer  Doer
	token string
}

func New(d Doer, token string) *Relay { return &Relay{doer: d, token: token} }

// Answer stores the answer on the profile.
func (r *Relay) Answer(ctx context.Context, profileID, question, answer string) error {
	body := fmt.Sprintf(`{"data":{"type":"profile","id":%q,"attributes":{"properties":{%q:%q}}}}`, profileID, question, answer)
	url := fmt.Sprintf("https://a.klaviyo.com/api/profiles/%s", profileID)
	req, err := http.NewRequestWithContext(ctx, http.MethodPatch, url, strings.NewReader(body)) // want rawhttp revision
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+r.token)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	return r.run(req)
}

// Subscribe puts the profile on a list.
func (r *Relay) Subscribe(ctx context.Context, profileID, listID string) error {
	body := fmt.Sprintf(`{"data":[{"type":"profile","id":%q}]}`, profileID)
	url := fmt.Sprintf("https://a.klaviyo.com/api/lists/%s/relationships/profiles", listID)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+r.token)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header["revision"] = []string{"2026-04-15"}
	return r.run(req)
}

func (r *Relay) run(req *http.Request) error {
	resp, err := r.doer.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		msg, _ := io.ReadAll(io.LimitReader(resp.Body, 512))
		return fmt.Errorf("klaviyo %d: %s", resp.StatusCode, msg)
	}
	return nil
}
