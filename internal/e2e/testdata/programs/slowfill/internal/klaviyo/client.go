// Package klaviyo fills its clients after they have been put where they belong.
package klaviyo

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

var (
	shared = new(http.Client)
	tuned  = &http.Client{}
	plain  = &http.Client{} // want httptimeout
)

var defaults = http.Header{}

// Key is the private key.
var Key string

func init() {
	shared.Timeout = 30 * time.Second
	tune()
	defaults.Set("revision", "2023-10-15") // want revision
}

func tune() { tuned.Timeout = time.Minute }

// Client reads lists and tags.
type Client struct {
	web    *http.Client
	header http.Header
}

// New returns a Client. What it is made of is completed one by one.
func New(key string) (*Client, error) {
	if key == "" {
		return nil, errors.New("klaviyo: no key")
	}
	c := &Client{header: http.Header{}}
	c.web = &http.Client{}
	c.web.Timeout = 20 * time.Second
	c.header.Set("Authorization", "Klaviyo-API-Key "+key)
	c.complete()
	return c, nil
}

func (c *Client) complete() { c.header.Set("revision", "2026-07-15") }

// Lists reads the lists.
func (c *Client) Lists() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header = c.header.Clone()
	return finish(c.web, req)
}

// Tags reads the tags with the header fields of old.
func Tags() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil)
	if err != nil {
		return err
	}
	req.Header = defaults.Clone()
	req.Header.Set("Authorization", "Klaviyo-API-Key "+Key)
	return finish(shared, req)
}

// Flows reads the flows.
func Flows() error { return read(tuned, "flows") }

// Forms reads the forms.
func Forms() error { return read(plain, "forms") }

func read(hc *http.Client, what string) error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+what, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+Key)
	req.Header.Set("revision", "2026-07-15")
	return finish(hc, req)
}

func finish(hc *http.Client, req *http.Request) error {
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	return nil
}
