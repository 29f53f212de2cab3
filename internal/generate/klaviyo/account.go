package klaviyo

import (
	"context"
	"net/http"
)

// Ping asks for the account of the key, with the client's own time limits and
// key: for a health check that caches, since the endpoint allows 15 a minute. The
// caller closes the body.
func (c *Client) Ping(ctx context.Context) (*http.Response, error) {
	if err := c.limits[tierXS].wait(ctx); err != nil {
		return nil, err
	}
	return c.once(ctx, "GET", "/api/accounts", nil)
}
