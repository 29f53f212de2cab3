// Package fields has clients that are kept in fields and variables.
package fields

import (
	"context"
	"httpx"
	"net/http"
	"time"
)

type Client struct {
	http *http.Client
	base string
}
type Option func(*Client)

func WithHTTP(h *http.Client) Option { return func(c *Client) { c.http = h } }
func New(key string, opts ...Option) *Client {
	c := &Client{http: &http.Client{}, base: "https://a.klaviyo.com"} // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
	for _, o := range opts {
		o(c)
	}
	return c
}
func (c *Client) List(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+"/api/lists", nil)
	if err != nil {
		return nil, err
	}
	return c.http.Do(req)
}

type C2 struct {
	http *http.Client
	base string
}
type Opt2 func(*C2)

func WithTimeout(d time.Duration) Opt2 { return func(c *C2) { c.http.Timeout = d } }
func New2(key string, opts ...Opt2) *C2 {
	c := &C2{http: &http.Client{}, base: "https://a.klaviyo.com"}
	for _, o := range opts {
		o(c)
	}
	return c
}
func (c *C2) List(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+"/api/lists", nil)
	if err != nil {
		return nil, err
	}
	return c.http.Do(req)
}

type C3 struct{ hc *http.Client }

func New3(hc *http.Client) *C3 {
	c := &C3{hc: hc}
	if c.hc == nil {
		c.hc = http.DefaultClient // want `http\.DefaultClient never times out, and the call \(GET /api/lists\) has no`
	}
	return c
}
func (c *C3) List() (*http.Response, error) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return nil, err
	}
	return c.hc.Do(req)
}

type C4 struct{ http.Client }

func (c *C4) List() (*http.Response, error) {
	return c.Get("https://a.klaviyo.com/api/lists") // whoever made c may have set it
}

type C5 struct{ hc *http.Client }

func New5() *C5 { return &C5{hc: httpx.New()} } // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
func (c *C5) List() (*http.Response, error) {
	return c.hc.Get("https://a.klaviyo.com/api/lists")
}

type C6 struct{ hc *http.Client }

func New6() *C6 { return &C6{hc: httpx.NewOK()} }
func (c *C6) List() (*http.Response, error) {
	return c.hc.Get("https://a.klaviyo.com/api/lists")
}
func viaHelper() { httpx.PostJSON("https://a.klaviyo.com/api/events", nil) } // want `http\.DefaultClient never times out, and the call \(POST /api/events\) has no`
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}
type C7 struct{ d Doer }

func New7(d Doer) *C7 {
	if d == nil {
		d = http.DefaultClient // want `http\.DefaultClient never times out, and the call \(GET /api/lists\) has no`
	}
	return &C7{d}
}
func (c *C7) List() (*http.Response, error) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return nil, err
	}
	return c.d.Do(req)
}

var shared = &http.Client{} // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
func useShared()            { shared.Get("https://a.klaviyo.com/api/lists") }
func lazy() *http.Client    { return &http.Client{Timeout: time.Minute} }
func useLazy()              { lazy().Get("https://a.klaviyo.com/api/lists") }

// Several constructors of one type, each with a client of its own.
type C8 struct{ hc *http.Client }

func NewA() *C8 { return &C8{hc: &http.Client{}} }         // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
func NewB() *C8 { return &C8{hc: http.DefaultClient} }     // want `http\.DefaultClient never times out, and the call \(GET /api/lists\) has no`
func NewC() *C8 { return &C8{hc: &http.Client{Jar: nil}} } // want `http\.Client has no Timeout, and the call \(GET /api/lists\) has no deadline;`
func NewD() *C8 { return &C8{hc: http.DefaultClient} }     // want `http\.DefaultClient never times out, and the call \(GET /api/lists\) has no`
func (c *C8) List() (*http.Response, error) {
	return c.hc.Get("https://a.klaviyo.com/api/lists")
}
