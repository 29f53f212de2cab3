// Package redis stands in for the module of that name: signatures alone.
package redis

import (
	"context"
	"time"
)

type BoolCmd struct{}

func (c *BoolCmd) Result() (bool, error) { return false, nil }
func (c *BoolCmd) Val() bool             { return false }

type Options struct{ Addr string }

type cmdable func()

func (c cmdable) SetNX(ctx context.Context, key string, value any, expiration time.Duration) *BoolCmd {
	return nil
}

type Client struct{ cmdable }

func NewClient(o *Options) *Client { return &Client{} }
