// Package helpers: several vendors, one HTTP helper, and options.
package helpers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

type Options struct {
	BaseURL string
	Headers map[string]string
	Debug   bool
}

func send(ctx context.Context, c *http.Client, method, url string, headers map[string]string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, url, err)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func klaviyo(ctx context.Context, c *http.Client, body []byte) error {
	h := map[string]string{
		"Authorization": "Klaviyo-API-Key " + os.Getenv("KL_SECRET"),
		"revision":      "2026-07-15",
	}
	if _, err := send(ctx, c, http.MethodPost, "https://a.klaviyo.com/api/profile-import", h, body); err != nil {
		log.Printf("headers %v: %v", h, err) // want `log\.Printf writes the private key \("KL_SECRET"\) to the log`
		return err
	}
	log.Println(h["revision"])
	log.Println(h["Authorization"]) // want `log\.Println writes the private key \("KL_SECRET"\) to the log`
	return nil
}

func subscribeForm(ctx context.Context, c *http.Client, body []byte) error {
	h := map[string]string{"Authorization": "Klaviyo-API-Key " + os.Getenv("KL_SECRET")}
	_, err := send(ctx, c, http.MethodPost, "https://a.klaviyo.com/client/subscriptions?company_id=AbC123", h, body) // want `the private key \("KL_SECRET"\) is sent to /client/`
	return err
}

func mailchimp(ctx context.Context, c *http.Client, body []byte) error {
	h := map[string]string{"Authorization": "Bearer " + os.Getenv("MC_SECRET")}
	_, err := send(ctx, c, http.MethodPost, "https://us1.api.mailchimp.com/3.0/lists", h, body)
	if err != nil {
		log.Printf("headers %v: %v", h, err)
	}
	return err
}

func secret() { log.Println(os.Getenv("KL_SECRET")) } // want `log\.Println writes the private key \("KL_SECRET"\) to the log`

func other() { log.Println(os.Getenv("MC_SECRET")) }

var hc = &http.Client{Timeout: 10 * time.Second}

// A proxy of the company's own: the host comes from the settings.
func viaProxy(ctx context.Context) error {
	base := os.Getenv("PROXY_URL")
	h := map[string]string{"Authorization": "Klaviyo-API-Key " + os.Getenv("KL_SECRET")}
	_, err := send(ctx, hc, http.MethodGet, base+"/api/accounts", h, nil)
	return err
}

func vault(ctx context.Context) error {
	_, err := send(ctx, hc, http.MethodPut, "https://vault.example.com/v1/secret/klaviyo", map[string]string{"X-Vault-Token": "t"}, []byte(os.Getenv("KL_SECRET")))
	return err
}
