// Package hub sends a contact to every vendor that a tenant uses.
package hub

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

type Vendor struct {
	Base    string
	Contact string
	Headers func() map[string]string
	Body    func(email, phone string) string
}

var vendors = map[string]Vendor{
	"hubspot": {
		Base:    "https://api.hubapi.com",
		Contact: "/crm/v3/objects/contacts",
		Headers: func() map[string]string {
			return map[string]string{"Authorization": "Bearer " + os.Getenv("HUBSPOT_TOKEN")}
		},
		Body: func(email, phone string) string {
			return fmt.Sprintf(`{"properties":{"email":%q,"phone":"(555) 010-0100"}}`, email)
		},
	},
	"klaviyo": {
		Base:    "https://a.klaviyo.com",
		Contact: "/api/profile-imports", // want endpoint
		Headers: func() map[string]string {
			return map[string]string{
				"Authorization": "Klaviyo-API-Key " + os.Getenv("KLAVIYO_PRIVATE_KEY"),
				"revision":      "2023-02-22", // want revision
			}
		},
		Body: func(email, phone string) string {
			return fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q,"phone_number":%q}}}`, email, phone)
		},
	},
	"mailchimp": {
		Base:    "http://us1.api.mailchimp.com",
		Contact: "/api/v2/lists/subscribe",
		Headers: func() map[string]string {
			return map[string]string{"Authorization": "Bearer " + os.Getenv("MAILCHIMP_KEY")}
		},
		Body: func(email, _ string) string { return fmt.Sprintf(`{"email":%q}`, email) },
	},
}

type Hub struct {
	hc *http.Client
}

func New() *Hub { return &Hub{hc: &http.Client{Timeout: 10 * time.Second}} }

// Push sends one contact to one vendor.
func (h *Hub) Push(ctx context.Context, name, email, phone string) error {
	v, ok := vendors[name]
	if !ok {
		return fmt.Errorf("hub: no vendor %q", name)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.Base+v.Contact, strings.NewReader(v.Body(email, phone))) // want rawhttp
	if err != nil {
		return err
	}
	for k, val := range v.Headers() {
		req.Header.Set(k, val)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := h.hc.Do(req)
	if err != nil {
		return fmt.Errorf("hub: %s: %w", name, err)
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted:
		return nil
	case http.StatusTooManyRequests:
		return fmt.Errorf("hub: %s: retry after %q", name, res.Header.Get("Retry-After"))
	}
	msg, _ := io.ReadAll(io.LimitReader(res.Body, 1024))
	return fmt.Errorf("hub: %s: %s: %s", name, res.Status, msg)
}
