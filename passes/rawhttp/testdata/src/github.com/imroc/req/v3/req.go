// Package req has the signatures of the library that tests use.
package req

import "time"

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func C() *Client                                            { return nil }
func (c *Client) R() *Request                               { return nil }
func (c *Client) SetBaseURL(u string) *Client               { return c }
func (c *Client) SetTimeout(d time.Duration) *Client        { return c }
func (c *Client) SetCommonHeader(key, value string) *Client { return c }

// SetMaxConnsPerHost is one of the many methods that no table knows.
func (c *Client) SetMaxConnsPerHost(max int) *Client { return c }

func (r *Request) SetQueryParam(key, value string) *Request { return r }
func (r *Request) Get(url string) (*Response, error)        { return nil, nil }
