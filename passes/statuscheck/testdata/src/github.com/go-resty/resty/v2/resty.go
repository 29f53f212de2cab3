// Package resty has the signatures of the library that tests use.
package resty

import (
	"net/http"
	"time"
)

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func New() *Client                                                                        { return nil }
func (c *Client) SetBaseURL(u string) *Client                                             { return c }
func (c *Client) SetTimeout(d time.Duration) *Client                                      { return c }
func (c *Client) SetRetryCount(n int) *Client                                             { return c }
func (c *Client) AddRetryCondition(f func(*Response, error) bool) *Client                 { return c }
func (c *Client) SetRetryAfter(f func(*Client, *Response) (time.Duration, error)) *Client { return c }
func (c *Client) OnAfterResponse(f func(*Client, *Response) error) *Client                { return c }
func (c *Client) R() *Request                                                             { return nil }
func (r *Request) Get(u string) (*Response, error)                                        { return nil, nil }
func (r *Response) IsError() bool                                                         { return false }
func (r *Response) StatusCode() int                                                       { return 0 }
func (r *Response) Status() string                                                        { return "" }
func (r *Response) String() string                                                        { return "" }
func (r *Response) Header() http.Header                                                   { return nil }
