// Package kv is that client.
package kv

import (
	"net/http"

	"kv/transport"
)

const API = "https://a.klaviyo.com/api"

func Get(path string) (*http.Response, error) {
	return transport.Client().Get(API + path)
}

func Bad() {
	c := &http.Client{Transport: transport.Broken{Next: http.DefaultTransport}}
	c.Get(API + "/lists")
}

func Unsigned() {
	http.Get(API + "/lists")
}
