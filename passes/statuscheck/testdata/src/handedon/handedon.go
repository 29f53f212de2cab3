// Package handedon has a helper that hands the response on: what is done with
// it is the callers' affair.
package handedon

import (
	"fmt"
	"net/http"
	"time"
)

type Client struct{ hc http.Client }

func New() *Client { return &Client{hc: http.Client{Timeout: time.Minute}} }

func (c *Client) send(method, path string) (*http.Response, error) {
	req, err := http.NewRequest(method, "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return nil, err
	}
	return c.hc.Do(req)
}

func (c *Client) Right() error {
	resp, err := c.send("GET", "/api/lists")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func (c *Client) Ignored(id string) error {
	resp, err := c.send("DELETE", "/api/lists/"+id) // want `the status of Klaviyo's answer \(DELETE /api/lists/\{\?\}\) is never checked,`
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (c *Client) Swallowed() error {
	resp, err := c.send("GET", "/api/tags") // want `when Klaviyo answers 401 or 403 \(GET /api/tags\), no error is returned and`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden {
		return nil
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func (c *Client) NotThere(id string) (bool, error) {
	resp, err := c.send("GET", "/api/profiles/"+id)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return true, nil
	case http.StatusNotFound:
		return false, nil
	}
	return false, fmt.Errorf("status %d", resp.StatusCode)
}
