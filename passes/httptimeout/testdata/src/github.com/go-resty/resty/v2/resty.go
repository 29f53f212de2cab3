// Package resty has the signatures of the library that tests use.
package resty

import (
	"context"
	"net/http"
	"time"
)

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func New() *Client                                         { return nil }
func NewWithClient(hc *http.Client) *Client                { return nil }
func (c *Client) SetBaseURL(u string) *Client              { return c }
func (c *Client) SetTimeout(d time.Duration) *Client       { return c }
func (c *Client) R() *Request                              { return nil }
func (r *Request) SetContext(ctx context.Context) *Request { return r }
func (r *Request) Get(u string) (*Response, error)         { return nil, nil }

func (r *Request) SetHeader(name, value string) *Request { return r }
