// Package mail keeps the list of readers.
package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"example.com/envtags/internal/config"
)

// Gateway holds what the command line decides.
type Gateway struct {
	Revision string
}

// Mailer knows one account.
type Mailer struct {
	base     string
	key, rev string
	gateway  *Gateway
	http     *http.Client
}

// New takes the account's configuration.
func New(k config.Klaviyo, g *Gateway) *Mailer {
	return &Mailer{base: strings.TrimRight(k.URL, "/"), rev: k.Revision, key: k.Key, gateway: g, http: &http.Client{}} // want httptimeout
}

func (m *Mailer) send(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, m.base+path, strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+m.key)
	req.Header.Set("revision", m.rev)
	resp, err := m.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		return fmt.Errorf("mail: %s", resp.Status)
	}
	return nil
}

type attributes struct {
	Email string `json:"email"`
}

// Join adds a reader.
func (m *Mailer) Join(ctx context.Context, email string) error {
	return m.send(ctx, http.MethodPost, "/api/profiles", map[string]any{ // want upsert
		"data": map[string]any{"type": "profile", "attributes": attributes{Email: email}},
	})
}

// Leave forgets one; p.Email is cleared so that no log shows it.
func (m *Mailer) Leave(ctx context.Context, id string, p attributes) error {
	p.Email = ""
	return m.send(ctx, http.MethodPatch, "/api/profiles/"+id, p) // want payload
}
