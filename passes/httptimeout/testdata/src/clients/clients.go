// Package clients has clients of net/http that are made where they send.
package clients

import (
	"context"
	"io"
	"net"
	"net/http"
	"os/signal"
	"time"
)

const u = "https://a.klaviyo.com/api/profiles"

func get() error {
	r, err := http.Get(u) // want `http\.Get never times out, and the call \(GET /api/profiles\) has no`
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != 200 {
		return io.EOF
	}
	return nil
}
func post() { http.Post(u, "application/json", nil) } // want `http\.Post never times out, and the call \(POST /api/profiles\) has no`
func def(req *http.Request) {
	req, _ = http.NewRequest("GET", u, nil)
	http.DefaultClient.Do(req) // want `http\.DefaultClient never times out, and the call \(GET /api/profiles\) has`
}
func lit() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{} // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	c.Do(req)
}
func litOK() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{Timeout: 5 * time.Second}
	c.Do(req)
}
func later() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{}
	c.Timeout = 5 * time.Second
	c.Do(req)
}
func somePath(b bool) {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{} // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	if b {
		c.Timeout = 5 * time.Second
	}
	c.Do(req)
}
func varc() {
	req, _ := http.NewRequest("GET", u, nil)
	var c http.Client // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	c.Do(req)
}
func ctxd(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", u, nil)
	http.DefaultClient.Do(req)
}
func ctxu(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", u, nil)
	http.DefaultClient.Do(req) // want `http\.DefaultClient never times out, and the call \(GET /api/profiles\) has`
}
func handler(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequestWithContext(r.Context(), "GET", u, nil)
	http.DefaultClient.Do(req)
}
func bg() {
	ctx, stop := signal.NotifyContext(context.Background())
	defer stop()
	req, _ := http.NewRequestWithContext(ctx, "GET", u, nil)
	http.DefaultClient.Do(req) // want `http\.DefaultClient never times out, and the call \(GET /api/profiles\) has`
}
func injected(c *http.Client) {
	req, _ := http.NewRequest("GET", u, nil)
	c.Do(req)
}
func dflt(c *http.Client) {
	if c == nil {
		c = http.DefaultClient // want `http\.DefaultClient never times out, and the call \(GET /api/profiles\) has`
	}
	req, _ := http.NewRequest("GET", u, nil)
	c.Do(req)
}
func transp() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{Transport: &http.Transport{DialContext: (&net.Dialer{Timeout: time.Second}).DialContext}} // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	c.Do(req)
}
func transpOK() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: time.Second}}
	c.Do(req)
}
func transpUnknown(rt http.RoundTripper) {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{Transport: rt}
	c.Do(req)
}
func zero() {
	req, _ := http.NewRequest("GET", u, nil)
	c := &http.Client{Timeout: 0} // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	c.Do(req)
}
func cloned() {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns = 5
	c := &http.Client{Transport: t} // want `http\.Client has no Timeout, and the call \(GET /api/profiles\) has no`
	req, _ := http.NewRequest("GET", u, nil)
	c.Do(req)
}

type deadlineRT struct{ next http.RoundTripper }

func (d deadlineRT) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	return d.next.RoundTrip(r.WithContext(ctx))
}
func rt() {
	c := &http.Client{Transport: deadlineRT{http.DefaultTransport}}
	req, _ := http.NewRequest("GET", u, nil)
	c.Do(req)
}
func other() { http.Get("https://api.stripe.com/v1/x") }
func inner(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", u, nil)
	http.DefaultClient.Do(req)
}
func Outer(ctx context.Context) {
	ctx, c := context.WithDeadline(ctx, time.Now().Add(time.Second))
	defer c()
	inner(ctx)
}

type cloneRT struct{ next http.RoundTripper }

func (c cloneRT) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.Clone(r.Context())
	own.Header.Set("Accept", "application/vnd.api+json")
	return c.next.RoundTrip(own)
}
func passedOn() {
	c := &http.Client{Transport: cloneRT{http.DefaultTransport}} // want `http.Client has no Timeout`
	req, _ := http.NewRequest("GET", u, nil)
	c.Do(req)
}
func passedOnUntil(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	c := &http.Client{Transport: cloneRT{http.DefaultTransport}}
	req, _ := http.NewRequestWithContext(ctx, "GET", u, nil)
	c.Do(req)
}
