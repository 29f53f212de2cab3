// Package retryablehttp has the signatures of the library that tests use.
package retryablehttp

import (
	"context"
	"net/http"
	"time"
)

type (
	Backoff    func(min, max time.Duration, attempt int, resp *http.Response) time.Duration
	CheckRetry func(ctx context.Context, resp *http.Response, err error) (bool, error)
	Client     struct {
		HTTPClient *http.Client
		CheckRetry CheckRetry
		Backoff    Backoff
	}
)

func NewClient() *Client                                                         { return nil }
func (c *Client) Get(url string) (*http.Response, error)                         { return nil, nil }
func (c *Client) Post(url, contentType string, body any) (*http.Response, error) { return nil, nil }
func LinearJitterBackoff(min, max time.Duration, attempt int, resp *http.Response) time.Duration {
	return min
}
