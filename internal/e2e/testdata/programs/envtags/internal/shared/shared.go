// Package shared asks the other services how they are.
package shared

import (
	"context"
	"net/http"
	"time"
)

// Endpoint is a service.
type Endpoint struct {
	Base string
	Wait time.Duration
}

// Ping asks one.
func Ping(ctx context.Context, e Endpoint) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, e.Base+"/api/v2/status", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return true
}
