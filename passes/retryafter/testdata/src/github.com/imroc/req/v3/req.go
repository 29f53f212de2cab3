// Package req has the signatures of the library that tests use.
package req

import (
	"net/http"
	"time"
)

type (
	Client  struct{}
	Request struct{}
	// Response holds net/http's.
	Response struct {
		*http.Response
	}
	RetryConditionFunc   func(resp *Response, err error) bool
	RetryHookFunc        func(resp *Response, err error)
	GetRetryIntervalFunc func(resp *Response, attempt int) time.Duration
)

func C() *Client                                                               { return nil }
func (c *Client) R() *Request                                                  { return nil }
func (c *Client) SetBaseURL(u string) *Client                                  { return c }
func (c *Client) SetCommonRetryCount(n int) *Client                            { return c }
func (c *Client) SetCommonRetryCondition(f RetryConditionFunc) *Client         { return c }
func (c *Client) AddCommonRetryCondition(f RetryConditionFunc) *Client         { return c }
func (c *Client) SetCommonRetryHook(f RetryHookFunc) *Client                   { return c }
func (c *Client) SetCommonRetryInterval(f GetRetryIntervalFunc) *Client        { return c }
func (c *Client) SetCommonRetryFixedInterval(d time.Duration) *Client          { return c }
func (c *Client) SetCommonRetryBackoffInterval(min, max time.Duration) *Client { return c }

func (r *Request) SetRetryCount(n int) *Request                            { return r }
func (r *Request) SetRetryCondition(f RetryConditionFunc) *Request         { return r }
func (r *Request) AddRetryCondition(f RetryConditionFunc) *Request         { return r }
func (r *Request) SetRetryInterval(f GetRetryIntervalFunc) *Request        { return r }
func (r *Request) SetRetryFixedInterval(d time.Duration) *Request          { return r }
func (r *Request) SetRetryBackoffInterval(min, max time.Duration) *Request { return r }
func (r *Request) Get(url string) (*Response, error)                       { return nil, nil }

func (r *Response) IsErrorState() bool { return false }
