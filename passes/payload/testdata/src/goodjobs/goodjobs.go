package goodjobs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

type Client struct {
	token string
	hc    *http.Client
}

func New(token string) *Client {
	return &Client{token: token, hc: &http.Client{Timeout: 15 * time.Second}}
}

func (c *Client) send(ctx context.Context, method, path string, payload any, out any) error {
	var rd io.Reader
	if payload != nil {
		buf := new(bytes.Buffer)
		if err := json.NewEncoder(buf).Encode(payload); err != nil {
			return err
		}
		rd = buf
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, rd)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"Authorization": "Klaviyo-API-Key " + c.token, "revision": "2026-07-15", "accept": "application/vnd.api+json"} {
		req.Header.Set(k, v)
	}
	if payload != nil {
		req.Header.Set("Content-Type", "application/vnd.api+json")
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	if out == nil {
		return nil
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, out)
}

// good: subscriptions with channels by flags
type Sub struct {
	Email, Phone string
	SMS          bool
}

type consent struct {
	Marketing struct {
		Consent string `json:"consent"`
	} `json:"marketing"`
}

func (s Sub) resource() map[string]any {
	subs := map[string]consent{}
	a := map[string]any{"subscriptions": subs}
	if s.Email != "" {
		var k consent
		k.Marketing.Consent = "SUBSCRIBED"
		subs["email"] = k
		a["email"] = s.Email
	}
	if s.SMS {
		var k consent
		k.Marketing.Consent = "SUBSCRIBED"
		subs["sms"] = k
		a["phone_number"] = s.Phone
	}
	return map[string]any{"type": "profile", "attributes": a}
}

func (c *Client) Subscribe(ctx context.Context, list string, subs []Sub) error {
	for len(subs) > 0 {
		n := min(1000, len(subs))
		var rs []map[string]any
		for _, s := range subs[:n] {
			rs = append(rs, s.resource())
		}
		subs = subs[n:]
		body := map[string]any{
			"data": map[string]any{
				"type":          "profile-subscription-bulk-create-job",
				"attributes":    map[string]any{"profiles": map[string]any{"data": rs}, "historical_import": false},
				"relationships": map[string]any{"list": map[string]any{"data": map[string]any{"type": "list", "id": list}}},
			},
		}
		if err := c.send(ctx, "POST", "/api/profile-subscription-bulk-create-jobs", body, nil); err != nil {
			return err
		}
	}
	return nil
}

type job struct {
	Data struct {
		ID         string `json:"id"`
		Attributes struct {
			Status    string     `json:"status"`
			Created   time.Time  `json:"created_at"`
			Total     int        `json:"total_count"`
			Completed int        `json:"completed_count"`
			Failed    int        `json:"failed_count"`
			Done      *time.Time `json:"completed_at"`
		} `json:"attributes"`
	} `json:"data"`
}

func (c *Client) Import(ctx context.Context, list string, ps []map[string]any) (*job, error) {
	in := map[string]any{"data": map[string]any{
		"type":          "profile-bulk-import-job",
		"attributes":    map[string]any{"profiles": map[string]any{"data": ps}},
		"relationships": map[string]any{"lists": map[string]any{"data": []map[string]string{{"type": "list", "id": list}}}},
	}}
	var j job
	if err := c.send(ctx, "POST", "/api/profile-bulk-import-jobs", in, &j); err != nil {
		return nil, err
	}
	for j.Data.Attributes.Status != "complete" {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
		if err := c.send(ctx, "GET", "/api/profile-bulk-import-jobs/"+j.Data.ID, nil, &j); err != nil {
			return nil, err
		}
	}
	return &j, nil
}

// the path is chosen by the caller; the body too
func (c *Client) Relate(ctx context.Context, kind, id, rel string, ids ...string) error {
	refs := []map[string]string{}
	for _, x := range ids {
		refs = append(refs, map[string]string{"type": strings.TrimSuffix(rel, "s"), "id": x})
	}
	return c.send(ctx, "POST", fmt.Sprintf("/api/%s/%s/relationships/%s", kind, id, rel), map[string]any{"data": refs}, nil)
}
