// Package fasthttp has the signatures of the library that tests use.
package fasthttp

import "time"

type (
	Client        struct{ ReadTimeout time.Duration }
	Request       struct{ Header RequestHeader }
	RequestHeader struct{}
	Response      struct{}
)

func AcquireRequest() *Request                                 { return nil }
func AcquireResponse() *Response                               { return nil }
func (r *Request) SetRequestURI(u string)                      {}
func Do(r *Request, p *Response) error                         { return nil }
func DoTimeout(r *Request, p *Response, d time.Duration) error { return nil }
func (c *Client) Do(r *Request, p *Response) error             { return nil }
func (h *RequestHeader) SetMethod(m string)                    {}
func (h *RequestHeader) Set(k, v string)                       {}
func ReleaseRequest(r *Request)                                {}
func ReleaseResponse(p *Response)                              {}
