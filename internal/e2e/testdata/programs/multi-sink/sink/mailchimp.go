package sink

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

type mailchimp struct {
	key, dc string
}

func NewMailchimp(key, dc string) Sink { return mailchimp{key, dc} }

func (m mailchimp) Push(ctx context.Context, c Contact) error {
	b, err := json.Marshal(map[string]any{"email_address": c.Email, "status_if_new": "subscribed"})
	if err != nil {
		return err
	}
	u := fmt.Sprintf("https://%s.api.mailchimp.com/3.0/lists/main/members", m.dc)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.SetBasicAuth("any", m.key)
	resp, err := shared.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return fmt.Errorf("mailchimp: %s", resp.Status)
	}
	return nil
}
