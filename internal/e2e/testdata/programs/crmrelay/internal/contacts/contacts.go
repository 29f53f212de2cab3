// Package contacts implements the Contacts service of the relay.
package contacts

import (
	"context"
	"net/http"
	"net/url"

	"example.com/crmrelay/internal/klaviyo"
)

// Person is the relay's message.
type Person struct {
	ID    string `json:"id,omitempty"`
	Email string `json:"email"`
	Name  string `json:"first_name,omitempty"`
}

type doc struct {
	Data data `json:"data"`
}

type data struct {
	Type       string `json:"type"`
	ID         string `json:"id,omitempty"`
	Attributes Person `json:"attributes"`
}

// Server answers the relay's calls.
type Server struct{ api *klaviyo.Client }

// NewServer builds the server.
func NewServer(c *klaviyo.Client) *Server { return &Server{c} }

// Add adds a person.
func (s *Server) Add(ctx context.Context, p Person) (string, error) {
	d, err := klaviyo.Call[doc](ctx, s.api, http.MethodPost, "/api/profiles", doc{data{Type: "profile", Attributes: p}}) // want upsert
	return d.Data.ID, err
}

// Change changes a person.
func (s *Server) Change(ctx context.Context, p Person) error {
	id := p.ID
	p.ID = ""
	_, err := klaviyo.Call[doc](ctx, s.api, http.MethodPatch, "/api/profiles/"+url.PathEscape(id), doc{data{"profile", id, p}})
	return err
}

// Get reads a person.
func (s *Server) Get(ctx context.Context, id string) (Person, error) {
	d, err := klaviyo.Call[doc](ctx, s.api, http.MethodGet, "/api/profile/"+url.PathEscape(id), nil) // want endpoint
	return d.Data.Attributes, err
}

// Find finds a person by mail.
func (s *Server) Find(ctx context.Context, email string) (string, error) {
	q := url.Values{"email": {email}}
	p, err := klaviyo.Call[Person](ctx, s.api, http.MethodGet, "/api/v2/people/search?"+q.Encode(), nil) // want legacyapi
	return p.ID, err
}

// Timeline reads the events of a person.
func (s *Server) Timeline(ctx context.Context, id string) (map[string]any, error) {
	return klaviyo.Call[map[string]any](ctx, s.api, http.MethodGet, "/api/v1/person/"+id+"/metrics/timeline", nil) // want legacyapi
}

// All walks over the profiles.
func (s *Server) All(ctx context.Context, each func(Person) error) error {
	next := "/api/profiles?page[size]=100"
	for next != "" {
		page, err := klaviyo.Call[klaviyo.Page[data]](ctx, s.api, http.MethodGet, next, nil)
		if err != nil {
			return err
		}
		for _, d := range page.Data {
			if err := each(d.Attributes); err != nil {
				return err
			}
		}
		next = ""
		if u, err := url.Parse(page.Links.Next); err == nil && page.Links.Next != "" {
			next = u.RequestURI()
		}
	}
	return nil
}
