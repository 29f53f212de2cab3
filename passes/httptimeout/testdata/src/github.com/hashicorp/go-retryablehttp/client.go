// Package retryablehttp has the signatures of the library that tests use, and
// none of its code.
package retryablehttp

import (
	"context"
	"net/http"
)

type (
	Client struct {
		HTTPClient *http.Client
		RetryMax   int
	}
	Request struct{ *http.Request }
)

func NewClient() *Client { return new(Client) }

func NewRequest(method, url string, body any) (*Request, error) { return nil, nil }

func NewRequestWithContext(ctx context.Context, method, url string, body any) (*Request, error) {
	return nil, nil
}

func (c *Client) Do(r *Request) (*http.Response, error) { return nil, nil }
func (c *Client) StandardClient() *http.Client          { return nil }

func (c *Client) Get(url string) (*http.Response, error) { return nil, nil }
func Get(url string) (*http.Response, error)             { return nil, nil }
