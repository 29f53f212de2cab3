// Package oauth signs in with a token, or with a key.
package oauth

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func Exchange(ctx context.Context, code string) (*http.Response, error) {
	v := url.Values{"grant_type": {"authorization_code"}, "code": {code}}
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/oauth/token", strings.NewReader(v.Encode()))
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(os.Getenv("CLIENT_ID"), os.Getenv("CLIENT_SECRET"))
	return http.DefaultClient.Do(req)
}

type Session struct{ AccessToken string }

func (s *Session) Get(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Bearer "+s.AccessToken)
	return http.DefaultClient.Do(req)
}

func Either(ctx context.Context, key, token string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", "2026-07-15")
	switch {
	case token != "":
		req.Header.Set("Authorization", "Bearer "+token)
	case strings.HasPrefix(key, "pk_"):
		req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	default:
		req.Header.Set("Authorization", key)
	}
	return http.DefaultClient.Do(req)
}

func Maybe(ctx context.Context, key string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", "2026-07-15")
	if key != "" {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	}
	return http.DefaultClient.Do(req)
}
