// Package klaviyoclient is a client of Klaviyo.
package klaviyoclient

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// Client calls Klaviyo.
type Client struct{ Key string }

// CreateProfile creates a profile with an address, and returns its place.
func (c *Client) CreateProfile(ctx context.Context, email string) (string, error) {
	body := fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q}}}`, email)
	r, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/api/profiles", strings.NewReader(body)) // want `answers 409`
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Klaviyo-API-Key "+c.Key)
	r.Header.Set("revision", "2026-07-15")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("profile: %s", res.Status)
	}
	return res.Header.Get("Location"), nil
}
