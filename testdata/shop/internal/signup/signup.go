// Package signup serves the newsletter form.
package signup

import (
	"context"
	"net/http"
	"net/mail"

	"example.com/shop/internal/klaviyo"
)

// Profiles is what this package needs of the Klaviyo client.
type Profiles interface {
	Post(ctx context.Context, path string, body any) error
}

// Handler serves the form.
type Handler struct {
	Klaviyo *klaviyo.Client
}

// ServeHTTP adds the visitor to Klaviyo.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	addr, err := mail.ParseAddress(r.FormValue("email"))
	if err != nil {
		http.Error(w, "this is no e-mail address", http.StatusBadRequest)
		return
	}
	profile := klaviyo.Profile{Email: addr.Address, FirstName: r.FormValue("first_name")}
	if r.FormValue("returning") != "" {
		err = h.Klaviyo.ImportProfile(r.Context(), profile)
	} else {
		err = h.Klaviyo.CreateProfile(r.Context(), profile)
	}
	if err != nil {
		http.Error(w, "please try again", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// Guest remembers somebody who buys without an account.
func Guest(ctx context.Context, profiles Profiles, email string) error {
	return profiles.Post(ctx, "/api/profiles", klaviyo.Document{
		Data: klaviyo.Resource{Type: "profile", Attributes: klaviyo.Profile{Email: email}},
	})
}

// Invite adds a friend of a customer.
func Invite(ctx context.Context, client *klaviyo.Client, email string) error {
	return client.Post(ctx, "/api/profiles", map[string]any{
		"data": map[string]any{
			"type":       "profile",
			"attributes": map[string]any{"email": email},
		},
	})
}
