// Package fasthttp has the signatures of the library that tests use.
package fasthttp

import "time"

type (
	Client   struct{ ReadTimeout time.Duration }
	Request  struct{}
	Response struct{}
)

func AcquireRequest() *Request                                           { return nil }
func AcquireResponse() *Response                                         { return nil }
func ReleaseRequest(*Request)                                            {}
func ReleaseResponse(*Response)                                          {}
func (*Request) SetRequestURI(string)                                    {}
func (*Response) StatusCode() int                                        { return 0 }
func (*Client) DoTimeout(r *Request, p *Response, d time.Duration) error { return nil }
