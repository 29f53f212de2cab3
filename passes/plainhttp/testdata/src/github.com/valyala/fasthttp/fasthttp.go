// Package fasthttp has the signatures of the library that tests use.
package fasthttp

import "crypto/tls"

type (
	Client        struct{ TLSConfig *tls.Config }
	Request       struct{ Header RequestHeader }
	RequestHeader struct{}
	Response      struct{}
)

func AcquireRequest() *Request                     { return nil }
func (r *Request) SetRequestURI(u string)          {}
func (h *RequestHeader) SetMethod(m string)        {}
func (h *RequestHeader) Set(k, v string)           {}
func Do(r *Request, p *Response) error             { return nil }
func (c *Client) Do(r *Request, p *Response) error { return nil }
