// Package retryablehttp has the signatures of the library that tests use.
package retryablehttp

import (
	"net/http"
	"time"
)

type (
	Backoff func(min, max time.Duration, attempt int, resp *http.Response) time.Duration
	Client  struct {
		HTTPClient *http.Client
		Backoff    Backoff
	}
)

func NewClient() *Client                                                         { return nil }
func (c *Client) Get(url string) (*http.Response, error)                         { return nil, nil }
func (c *Client) Post(url, contentType string, body any) (*http.Response, error) { return nil, nil }
func LinearJitterBackoff(min, max time.Duration, attempt int, resp *http.Response) time.Duration {
	return min
}
