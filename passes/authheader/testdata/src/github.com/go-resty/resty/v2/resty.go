// Package resty has the signatures of the library that tests use.
package resty

import "crypto/tls"

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func New() *Client                                             { return nil }
func (c *Client) SetBaseURL(u string) *Client                  { return c }
func (c *Client) SetHeader(k, v string) *Client                { return c }
func (c *Client) SetTLSClientConfig(t *tls.Config) *Client     { return c }
func (c *Client) R() *Request                                  { return nil }
func (r *Request) SetAuthScheme(s string) *Request             { return r }
func (r *Request) SetAuthToken(s string) *Request              { return r }
func (r *Request) SetBody(v any) *Request                      { return r }
func (r *Request) SetHeader(k, v string) *Request              { return r }
func (r *Request) SetPathParam(k, v string) *Request           { return r }
func (r *Request) SetQueryParam(k, v string) *Request          { return r }
func (r *Request) SetQueryParams(m map[string]string) *Request { return r }
func (r *Request) Get(u string) (*Response, error)             { return nil, nil }
func (r *Request) Post(u string) (*Response, error)            { return nil, nil }
