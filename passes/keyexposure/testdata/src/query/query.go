package query

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"time"
)

type Client struct {
	PrivateKey string
	http       *http.Client
}

func New(privateKey string) *Client {
	return &Client{PrivateKey: privateKey, http: &http.Client{Timeout: time.Second}}
}

func (c *Client) klaviyoGet(r *http.Request) error {
	q := r.URL.Query()
	q.Add("api_key", c.PrivateKey) // want `the private key \("privateKey"\) is in the query of a URL, which logs and`
	r.URL.RawQuery = q.Encode()
	res, err := c.http.Do(r)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func (c *Client) Lists(ctx context.Context, klaviyoKey string) error {
	u := "https://a.klaviyo.com/api/v2/lists?api_key=" + klaviyoKey
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil) // want `the private key \("klaviyoKey"\) is in the query of a URL, which logs and`
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		log.Printf("lists: %v", err) // want `log\.Printf writes an error that quotes a URL with the private key`
		return fmt.Errorf("lists: %w", err)
	}
	return res.Body.Close()
}

func Person(klaviyoAPIKey, id string) {
	v := url.Values{}
	v.Set("api_key", klaviyoAPIKey) // want `the private key \("klaviyoAPIKey"\) is in the query of a URL, which logs and`
	res, err := http.Get("https://a.klaviyo.com/api/v1/person/" + id + "?" + v.Encode())
	if err != nil {
		log.Fatal(err) // want `log\.Fatal writes an error that quotes a URL with the private key`
	}
	res.Body.Close()
}

func Public(companyID string) {
	res, err := http.Get("https://a.klaviyo.com/client/subscriptions/?company_id=" + companyID)
	if err != nil {
		log.Fatal(err)
	}
	res.Body.Close()
}
