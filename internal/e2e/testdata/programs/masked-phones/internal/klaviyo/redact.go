package klaviyo

import (
	"context"
	"fmt"
	"net/http"
)

const (
	unknownPhone = ""
	maskedPhone  = "+1******2671"
)

// Person is how the call centre sees a customer.
type Person struct {
	Email       string `json:"email"`
	PhoneNumber string `json:"phone_number"`
}

// Anonymous is shown while nobody is on the line.
var Anonymous = Person{Email: "nobody@northwind.test", PhoneNumber: "(000) 000-0000"}

// Card renders the person for the call centre's screen.
func Card(p Person) string {
	return fmt.Sprintf("%s / %s / office 415-555-0100", p.Email, p.PhoneNumber)
}

// Redact overwrites what we know about a profile.
func (c *Client) Redact(ctx context.Context, id string) error {
	return c.patch(ctx, id, map[string]any{"phone_number": maskedPhone})
}

// Clear empties the number.
func (c *Client) Clear(ctx context.Context, id string) error {
	return c.patch(ctx, id, map[string]any{"phone_number": unknownPhone})
}

// Drop sends an explicit null.
func (c *Client) Drop(ctx context.Context, id string) error {
	return c.patch(ctx, id, map[string]any{"phone_number": nil})
}

// Note writes custom properties, which are free text.
func (c *Client) Note(ctx context.Context, id string) error {
	return c.patch(ctx, id, map[string]any{
		"organization": "Northwind 415-555-0100",
		"properties": map[string]any{
			"preferred_phone": "(415) 555-2671",
			"fax":             "4155552672",
		},
	})
}

func (c *Client) patch(ctx context.Context, id string, attrs map[string]any) error {
	return c.Do(ctx, http.MethodPatch, "/api/profiles/"+id, map[string]any{
		"data": map[string]any{"type": "profile", "id": id, "attributes": attrs},
	})
}
