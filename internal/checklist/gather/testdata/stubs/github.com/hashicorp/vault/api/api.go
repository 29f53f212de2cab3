// Package api stands in for the module of that name: signatures alone.
package api

import "context"

type Config struct{ Address string }

func DefaultConfig() *Config { return &Config{} }

type Client struct{}

func NewClient(c *Config) (*Client, error) { return &Client{}, nil }

type KVSecret struct{ Data map[string]any }

type KVv2 struct{}

func (c *Client) KVv2(mountPath string) *KVv2 { return &KVv2{} }

func (kv *KVv2) Get(ctx context.Context, secretPath string) (*KVSecret, error) { return nil, nil }
