// Package req has the signatures of the library that tests use.
package req

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func C() *Client                                     { return nil }
func (c *Client) R() *Request                        { return nil }
func (r *Request) Get(url string) (*Response, error) { return nil, nil }
