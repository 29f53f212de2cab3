// Package ssm stands in for the module of that name: signatures alone.
package ssm

import "context"

type Options struct{}

type Client struct{}

func New(o Options) *Client { return &Client{} }

type GetParameterInput struct {
	Name           *string
	WithDecryption *bool
}

type Parameter struct{ Value *string }

type GetParameterOutput struct{ Parameter *Parameter }

func (c *Client) GetParameter(ctx context.Context, in *GetParameterInput, fns ...func(*Options)) (*GetParameterOutput, error) {
	return nil, nil
}
