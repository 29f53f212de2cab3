// Package libraries has clients of other libraries.
package libraries

import (
	"context"
	"net/http"
	"time"

	"github.com/dghubble/sling"
	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/imroc/req/v3"
	"github.com/valyala/fasthttp"
)

const base = "https://a.klaviyo.com"

func restyBad() {
	c := resty.New().SetBaseURL(base) // want `resty\.New has no time limit, and the call \(GET /api/lists\) has no`
	c.R().Get("/api/lists")
}
func restyOK() {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Second)
	c.R().Get("/api/lists")
}
func restyCtx(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	c := resty.New().SetBaseURL(base)
	c.R().SetContext(ctx).Get("/api/lists")
}
func restyClient() {
	c := resty.NewWithClient(&http.Client{Timeout: time.Second})
	c.R().Get(base + "/api/lists")
}
func restyClientBad() {
	c := resty.NewWithClient(&http.Client{}) // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
	c.R().Get(base + "/api/lists")
}
func clean() {
	c := cleanhttp.DefaultClient() // want `cleanhttp\.DefaultClient has no time limit, and the call \(GET /api/lists\)`
	c.Get(base + "/api/lists")
}
func cleanOK() {
	c := cleanhttp.DefaultPooledClient()
	c.Timeout = time.Second
	c.Get(base + "/api/lists")
}
func rh() {
	c := retryablehttp.NewClient() // want `retryablehttp\.NewClient has no time limit, and the call \(GET /api/lists\)`
	c.Get(base + "/api/lists")
}
func rhOK() {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Second
	c.Get(base + "/api/lists")
}
func rhOK2() {
	c := retryablehttp.NewClient()
	c.HTTPClient = &http.Client{Timeout: time.Second}
	c.Get(base + "/api/lists")
}
func rhStd() {
	c := retryablehttp.NewClient() // want `retryablehttp\.NewClient has no time limit, and the call \(GET /api/lists\)`
	s := c.StandardClient()
	s.Get(base + "/api/lists")
}
func rhStdOK() {
	c := retryablehttp.NewClient()
	s := c.StandardClient()
	s.Timeout = time.Second
	s.Get(base + "/api/lists")
}
func rhGet() { retryablehttp.Get(base + "/api/lists") } // want `retryablehttp\.Get has no time limit, and the call \(GET /api/lists\) has no`
func reqOK() {
	req.C().R().Get(base + "/api/lists")
}
func slingBad() {
	sling.New().Base(base).Get("/api/lists").ReceiveSuccess(nil) // want `sling\.New has no time limit, and the call \(GET /api/lists\) has no`
}
func slingOK() {
	sling.New().Base(base).Client(&http.Client{Timeout: time.Second}).Get("/api/lists").ReceiveSuccess(nil)
}
func fast() {
	r := fasthttp.AcquireRequest()
	p := fasthttp.AcquireResponse()
	r.SetRequestURI(base + "/api/lists")
	fasthttp.Do(r, p) // want `fasthttp\.Do has no time limit, and the call \(GET /api/lists\) has no`
}
func fastOK() {
	r := fasthttp.AcquireRequest()
	p := fasthttp.AcquireResponse()
	r.SetRequestURI(base + "/api/lists")
	fasthttp.DoTimeout(r, p, time.Second)
}
func fastBuilt(path string) *fasthttp.Request {
	r := fasthttp.AcquireRequest() // whoever sends it has the limit
	r.SetRequestURI(base + path)
	r.Header.SetMethod("PATCH")
	r.Header.Set("revision", "2026-07-15")
	return r
}
func fastPooled() error {
	r, p := fastBuilt("/api/lists/x"), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(r)
	defer fasthttp.ReleaseResponse(p)
	r.Header.Set("Accept", "application/json")
	return fasthttp.DoTimeout(r, p, time.Second)
}

var fc = &fasthttp.Client{ReadTimeout: time.Second}
var fc2 = &fasthttp.Client{} // want `fasthttp\.Client has no time limit, and the call \(GET /api/lists\) has no`
func fastClient() {
	r := fasthttp.AcquireRequest()
	p := fasthttp.AcquireResponse()
	r.SetRequestURI(base + "/api/lists")
	fc.Do(r, p)
	fc2.Do(r, p)
}

// A request that a helper prepares is no client of its own.
type held struct{ rc *resty.Client }

func newHeld(wait time.Duration) *held {
	return &held{rc: resty.New().SetBaseURL(base).SetTimeout(wait)}
}

func (h *held) request() *resty.Request {
	return h.rc.R().SetHeader("Content-Type", "application/vnd.api+json")
}

func (h *held) lists() {
	h.request().Get("/api/lists")
}
