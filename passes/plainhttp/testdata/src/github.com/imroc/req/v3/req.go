// Package req has the signatures of the library that tests use.
package req

type (
	Client   struct{}
	Request  struct{}
	Response struct{}
)

func C() *Client                                    { return nil }
func (c *Client) EnableInsecureSkipVerify() *Client { return c }
func (c *Client) R() *Request                       { return nil }
func (r *Request) SetHeader(k, v string) *Request   { return r }
func (r *Request) Get(u string) (*Response, error)  { return nil, nil }
