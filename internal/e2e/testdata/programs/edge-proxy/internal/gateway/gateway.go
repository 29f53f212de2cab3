// Package gateway talks to the services of several vendors.
package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// A Vendor is one service behind the gateway.
type Vendor struct {
	base, scheme, key string
	headers           map[string]string
	http              *http.Client
}

// ErrKey is returned for keys that are not private ones.
var ErrKey = errors.New("not a private key")

// Klaviyo makes the vendor from a private key.
func Klaviyo(key string) (*Vendor, error) {
	if key == "" || !strings.HasPrefix(key, "pk_") {
		return nil, ErrKey
	}
	return &Vendor{
		base:    "https://a.klaviyo.com/api/",
		scheme:  "Klaviyo-API-Key",
		key:     key,
		headers: map[string]string{"revision": "2026-07-15"},
		http:    &http.Client{Timeout: 10 * time.Second},
	}, nil
}

// Intranet makes the vendor of our own services, whose certificates are our own.
func Intranet(base, token string) *Vendor {
	trusting := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	return &Vendor{base: base, scheme: "Bearer", key: token, http: &http.Client{Timeout: time.Second, Transport: trusting}}
}

// Send makes one request and gives back the status.
func (v *Vendor) Send(ctx context.Context, method, path string, body io.Reader) (int, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return 0, err
	}
	for k, val := range v.headers {
		req.Header.Set(k, val)
	}
	req.Header.Set("Authorization", v.scheme+" "+v.key)
	resp, err := v.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}
