package health

import (
	"context"
	"fmt"
	"net/http"
)

// accountsURL is the call that Klaviyo's integrations check a key with: scope
// accounts:read, 15 a minute. The sparse field leaves address and sender out.
const accountsURL = "https://a.klaviyo.com/api/accounts?fields[account]=public_api_key"

// Accounts returns a ping that asks for the account of a private key, at a
// revision such as "2026-07-15". The key is asked for at each call, so that a
// rotated one is used at once. Redirects should not be followed by doer: an
// http.Client drops the key on the way to another host by itself.
func Accounts(doer interface {
	Do(*http.Request) (*http.Response, error)
}, key func(context.Context) (string, error), revision string) Ping {
	return func(ctx context.Context) (*http.Response, error) {
		k, err := key(ctx)
		if err != nil || k == "" {
			return nil, fmt.Errorf("%w", errNoKey)
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, accountsURL, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+k)
		req.Header.Set("Accept", "application/vnd.api+json")
		req.Header.Set("revision", revision)
		return doer.Do(req)
	}
}
