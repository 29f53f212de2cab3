package klaviyo

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// Row of the point-of-sale export.
type Row struct {
	Email    string
	Area     string
	Exchange string
	Line     string
	Country  string
	National string
}

// US prints the parts the way the till shows them.
func (r Row) US() string {
	return fmt.Sprintf("(%s) %s-%s", r.Area, r.Exchange, r.Line)
}

// ImportUS sends a row of a US till.
func (c *Client) ImportUS(ctx context.Context, r Row) error {
	phone := fmt.Sprintf("(%s) %s-%s", r.Area, r.Exchange, r.Line) // want e164
	return c.profile(ctx, r.Email, phone)
}

// ImportCA sends a row of a Canadian till.
func (c *Client) ImportCA(ctx context.Context, r Row) error {
	return c.profile(ctx, r.Email, "+1"+r.Area+r.Exchange+r.Line)
}

// ImportMX sends a row of a Mexican till.
func (c *Client) ImportMX(ctx context.Context, r Row) error {
	return c.profile(ctx, r.Email, "+52-"+r.National) // want e164
}

// ImportUK sends a row of a British till.
func (c *Client) ImportUK(ctx context.Context, r Row) error {
	national := strings.TrimPrefix(r.National, "0")
	return c.profile(ctx, r.Email, fmt.Sprintf("+44%s", national))
}

// ImportAny sends a row with its own country code.
func (c *Client) ImportAny(ctx context.Context, r Row) error {
	return c.profile(ctx, r.Email, fmt.Sprintf("+%s%s", r.Country, r.National))
}

// ImportAbroad was written by the agency.
func (c *Client) ImportAbroad(ctx context.Context, r Row) error {
	return c.profile(ctx, r.Email, fmt.Sprintf("+%s (%s) %s", r.Country, r.Area, r.Line)) // want e164
}

// ImportRaw takes the number as the till has it.
func (c *Client) ImportRaw(ctx context.Context, r Row) error {
	return c.profile(ctx, r.Email, "+"+r.National)
}

func (c *Client) profile(ctx context.Context, email, phone string) error {
	return c.Do(ctx, http.MethodPost, "/api/profile-import", map[string]any{
		"data": map[string]any{
			"type":       "profile",
			"attributes": map[string]any{"email": email, "phone_number": phone},
		},
	})
}
