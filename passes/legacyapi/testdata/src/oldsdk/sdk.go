// Package oldsdk is a client of the old API: its definitions are at fault, each
// where its path is named, and the bases alone are not.
package oldsdk

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
)

const (
	root = "https://a.klaviyo.com/api"
	v1   = "https://a.klaviyo.com/api/v1"
	v2   = "https://a.klaviyo.com/api/v2"
)

type Client struct {
	Key  string
	HTTP *http.Client
}

func at(base, rest string) *url.URL {
	u, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	u.Path = path.Join(u.Path, rest)
	return u
}

func (c *Client) call(method string, u *url.URL) error {
	q := u.Query()
	q.Set("api_key", c.Key)
	u.RawQuery = q.Encode()
	req, err := http.NewRequest(method, u.String(), nil)
	if err != nil {
		return err
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (c *Client) Identify() error {
	return c.call("GET", at(root, "identify")) // want `"GET /api/identify" belongs to an API retired on 2024-06-30, and answers`
}

func (c *Client) Person(id string) error {
	return c.call("GET", at(v1, fmt.Sprintf("person/%s", id))) // want `use "GET /api/profiles/\{id\}"`
}

func (c *Client) Exclude() error {
	return c.call("POST", at(v1, "people/exclusions")) // want `use "POST /api/profile-suppression-bulk-create-jobs"`
}

func (c *Client) Members(list string) error {
	return c.call("GET", at(v2, fmt.Sprintf("group/%s/members/all", list))) // want `use "GET /api/lists/\{id\}/profiles"`
}

func (c *Client) Unknown() error {
	return c.call("GET", at(v2, "profiles")) // want `use "GET /api/profiles"`
}

func (c *Client) Gone() error {
	return c.call("POST", at(v2, "people/exchange")) // want `"POST /api/v2/people/exchange" belongs to an API retired on 2024-06-30,`
}

func (c *Client) Current() error { return c.call("GET", at(root, "accounts")) } // want `"api_key" in the query belongs to the API retired on 2024-06-30;`

func (c *Client) Any(resource string) error { return c.call("GET", at(root, resource)) }
