// Package shapes has clients whose paths come from callers in other ways than as a
// parameter.
package shapes

import (
	"fmt"
	"net/http"
	"strings"
)

type client struct {
	key string
	hc  *http.Client
}

type call struct{ verb, path string }

// In a struct.
func (c *client) send(cl call) (*http.Response, error) {
	req, err := http.NewRequest(cl.verb, "https://a.klaviyo.com/api"+cl.path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.hc.Do(req)
}

func (c *client) lists() (*http.Response, error) { return c.send(call{"GET", "/lists"}) }

func (c *client) tags() (*http.Response, error) { return c.send(call{"GET", "/tags"}) }

type op int

const (
	getList op = iota
	getTag
)

var ops = map[op]struct{ verb, path string }{
	getList: {"GET", "/api/lists/%s"},
	getTag:  {"GET", "/api/tags/%s"},
}

// In a table.
func (c *client) do(o op, id string) (*http.Response, error) {
	e := ops[o]
	req, err := http.NewRequest(e.verb, "https://a.klaviyo.com"+fmt.Sprintf(e.path, id), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.hc.Do(req)
}

func (c *client) list(id string) (*http.Response, error) { return c.do(getList, id) }

func (c *client) tag(id string) (*http.Response, error) { return c.do(getTag, id) }

type builder struct {
	c    *client
	path []string
}

func (c *client) get(path ...string) *builder { return &builder{c, path} }

// In a builder.
func (b *builder) into() (*http.Response, error) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+strings.Join(b.path, "/"), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+b.c.key)
	req.Header.Set("revision", "2026-07-15")
	return b.c.hc.Do(req)
}

func (c *client) segments() (*http.Response, error) { return c.get("segments").into() }

const eventsPath = "/api/events"

// A path of its own makes the function no client.
func (c *client) track(body string) (*http.Response, error) {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com"+eventsPath, strings.NewReader(body)) // want `raw HTTP request to Klaviyo`
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.hc.Do(req)
}
