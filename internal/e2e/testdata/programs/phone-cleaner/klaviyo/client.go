// Package klaviyo keeps the phone numbers of subscribers.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// A Client speaks to Klaviyo.
type Client struct {
	key string
	hc  *http.Client
}

// New returns a client.
func New(key string) *Client { return &Client{key, &http.Client{Timeout: 10 * time.Second}} }

func (c *Client) save(ctx context.Context, phone string) error {
	raw, err := json.Marshal(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": phone}}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.klaviyo.com/api/profile-import", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
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

var nonDigits = regexp.MustCompile(`[^0-9]+`)

var punctuation = regexp.MustCompile(`[()\s.-]+`)

func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, phone)
}

// Expression leaves digits alone.
func (c *Client) Expression(ctx context.Context, phone string) error {
	return c.save(ctx, nonDigits.ReplaceAllString(phone, "")) // want e164
}

// Replaced takes the plus away by name.
func (c *Client) Replaced(ctx context.Context, phone string) error {
	return c.save(ctx, strings.ReplaceAll(strings.ReplaceAll(phone, " ", ""), "+", "")) // want e164
}

// Trimmed takes it from the front.
func (c *Client) Trimmed(ctx context.Context, phone string) error {
	return c.save(ctx, strings.TrimPrefix(strings.TrimSpace(phone), "+")) // want e164
}

// Several uses a replacer.
func (c *Client) Several(ctx context.Context, phone string) error {
	clean := strings.NewReplacer("-", "", "+", "", " ", "")
	return c.save(ctx, clean.Replace(phone)) // want e164
}

// Restored puts the plus back.
func (c *Client) Restored(ctx context.Context, phone string) error {
	return c.save(ctx, "+"+nonDigits.ReplaceAllString(phone, ""))
}

// Mapped puts it back, too.
func (c *Client) Mapped(ctx context.Context, phone string) error {
	return c.save(ctx, fmt.Sprintf("+%s", digits(phone)))
}

// Checked puts it back where it is missing, which is always.
func (c *Client) Checked(ctx context.Context, phone string) error {
	clean := nonDigits.ReplaceAllString(phone, "")
	if !strings.HasPrefix(clean, "+") {
		clean = "+" + clean
	}
	return c.save(ctx, clean)
}

// National numbers get their country's code.
func (c *Client) National(ctx context.Context, phone string) error {
	clean := nonDigits.ReplaceAllString(phone, "")
	switch {
	case len(clean) == 10:
		clean = "+1" + clean
	case len(clean) == 11 && clean[0] == '1':
		clean = "+" + clean
	default:
		return fmt.Errorf("no phone number: %d digits", len(clean))
	}
	return c.save(ctx, clean)
}

// Kept keeps the plus.
func (c *Client) Kept(ctx context.Context, phone string) error {
	return c.save(ctx, punctuation.ReplaceAllString(phone, ""))
}

// Key is for a cache of our own.
func Key(phone string) string { return digits(phone) }
