package kl

import (
	"log"
	"net/http"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
}

func New(key string) *Client { return &Client{key: key, hc: &http.Client{Timeout: time.Second}} }

func (c *Client) Accounts() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func Debugf(format string, args ...any) { log.Printf(format, args...) }

func (c *Client) Trace() { Debugf("key %s", c.key) } // want `log\.Printf writes the private key \("Client\.key"\) to the log`
