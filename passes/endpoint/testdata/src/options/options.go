// Package options has a client that options change.
package options

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

type Option func(*API)

func WithBase(u string) Option       { return func(a *API) { a.base = u } }
func WithHTTP(h *http.Client) Option { return func(a *API) { a.hc = h } }
func WithScheme(s string) Option     { return func(a *API) { a.scheme = s } }
func Insecure() Option {
	return func(a *API) {
		a.hc.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	}
}

type API struct {
	base, scheme, key string
	hc                *http.Client
}

func New(key string, o ...Option) *API {
	a := &API{base: "https://a.klaviyo.com", scheme: "Klaviyo-API-Key", key: key, hc: &http.Client{Timeout: time.Second}}
	for _, f := range o {
		f(a)
	}
	return a
}

func (a *API) do(ctx context.Context, method string, body io.Reader, q url.Values, elem ...string) (*http.Response, error) {
	u, err := url.JoinPath(a.base, elem...)
	if err != nil {
		return nil, err
	}
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, u, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", fmt.Sprintf("%s %s", a.scheme, a.key))
	return a.hc.Do(req)
}

func (a *API) Lists(ctx context.Context) (*http.Response, error) {
	return a.do(ctx, http.MethodGet, nil, nil, "api", "lists")
}

func (a *API) List(ctx context.Context, id string) (*http.Response, error) {
	return a.do(ctx, http.MethodGet, nil, nil, "api", "list", id) // want `no revision has "GET /api/list/\{\?\}", so Klaviyo answers 404; did you mean`
}

func (a *API) Drop(ctx context.Context, id string) (*http.Response, error) {
	return a.do(ctx, http.MethodPut, nil, nil, "api", "lists", id) // want `no revision has "PUT /api/lists/\{\?\}": the path takes DELETE, GET, PATCH;`
}

func (a *API) Old(ctx context.Context, id string) (*http.Response, error) {
	return a.do(ctx, http.MethodGet, nil, nil, "api", "v2", "list", id, "members")
}

func (a *API) Big(ctx context.Context) (*http.Response, error) {
	return a.do(ctx, http.MethodGet, nil, url.Values{"page[size]": {"1000"}}, "api/profiles")
}

func (a *API) Fine(ctx context.Context, size int) (*http.Response, error) {
	return a.do(ctx, http.MethodGet, nil, url.Values{"page[size]": {fmt.Sprint(size)}}, "api/profiles")
}
