// Package secretsmanager stands in for the module of that name: signatures alone.
package secretsmanager

import "context"

type Options struct{}

type Client struct{}

func New(o Options) *Client { return &Client{} }

type GetSecretValueInput struct{ SecretId *string }

type GetSecretValueOutput struct{ SecretString *string }

func (c *Client) GetSecretValue(ctx context.Context, in *GetSecretValueInput, fns ...func(*Options)) (*GetSecretValueOutput, error) {
	return nil, nil
}
