// Package retryablehttp has the signatures of the library that tests use.
package retryablehttp

import "net/http"

type Client struct{ HTTPClient *http.Client }

type Request struct{ *http.Request }

func NewClient() *Client                                        { return nil }
func NewRequest(method, url string, body any) (*Request, error) { return nil, nil }
func (c *Client) Do(r *Request) (*http.Response, error)         { return nil, nil }
