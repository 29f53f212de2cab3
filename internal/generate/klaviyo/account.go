package klaviyo

import (
	"context"
	"net/http"
)

// Ping asks for the account of the key, with the client's own time limits and
// key: for a health check that caches, since the endpoint allows 15 a minute. The
// caller closes the body.
func (c *Client) Ping(ctx context.Context) (*http.Response, error) {
	if err := sleep(ctx, c.limits[tierXS].take()); err != nil {
		return nil, err
	}
	resp, err := c.once(ctx, "GET", "/api/accounts", nil)
	if err == nil && (resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden) {
		c.log.ErrorContext(ctx, "Klaviyo refuses the key", "status", resp.StatusCode, "path", "/api/accounts")
	}
	return resp, err
}
