// Package resty has the signatures of the library that tests use, and none of
// its code.
package resty

import (
	"context"
	"net/http"
	"time"
)

type (
	Client   struct{ BaseURL string }
	Request  struct{ URL string }
	Response struct{ RawResponse *http.Response }
)

func New() *Client { return new(Client) }

func (c *Client) R() *Request                                  { return new(Request) }
func (c *Client) SetBaseURL(url string) *Client                { return c }
func (c *Client) SetHeader(name, value string) *Client         { return c }
func (c *Client) SetHeaders(headers map[string]string) *Client { return c }
func (c *Client) SetAuthScheme(scheme string) *Client          { return c }
func (c *Client) SetAuthToken(token string) *Client            { return c }
func (c *Client) SetTimeout(d time.Duration) *Client           { return c }
func (c *Client) SetTransport(t http.RoundTripper) *Client     { return c }

func (r *Request) SetContext(ctx context.Context) *Request                   { return r }
func (r *Request) SetHeader(name, value string) *Request                     { return r }
func (r *Request) SetHeaders(headers map[string]string) *Request             { return r }
func (r *Request) SetHeaderMultiValues(headers map[string][]string) *Request { return r }
func (r *Request) SetBody(body any) *Request                                 { return r }
func (r *Request) SetQueryParam(name, value string) *Request                 { return r }
func (r *Request) Get(url string) (*Response, error)                         { return nil, nil }
func (r *Request) Post(url string) (*Response, error)                        { return nil, nil }
func (r *Request) Patch(url string) (*Response, error)                       { return nil, nil }
func (r *Request) Execute(method, url string) (*Response, error)             { return nil, nil }
