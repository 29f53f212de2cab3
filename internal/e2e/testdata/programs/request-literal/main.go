package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

var (
	klHost = "a.klaviyo.com"
	hc     = &http.Client{Timeout: 10 * time.Second}
)

func main() {
	for _, f := range []func() error{coupons, codes} {
		if err := f(); err != nil {
			log.Fatal(err)
		}
	}
}

func coupons() error {
	req := &http.Request{ // want rawhttp
		Method: http.MethodGet,
		URL:    &url.URL{Scheme: "https", Host: klHost, Path: "/api/coupons"},
		Header: http.Header{
			"Authorization": {"Klaviyo-API-Key " + os.Getenv("KLAVIYO_KEY")},
			"Revision":      {"2024-10-15"}, // want revision
		},
	}
	return show(req)
}

func codes() error {
	b, err := json.Marshal(map[string]any{"data": map[string]any{
		"type":          "coupon-code",
		"attributes":    map[string]any{"unique_code": os.Args[1]},
		"relationships": map[string]any{"coupon": map[string]any{"data": map[string]any{"type": "coupon", "id": os.Args[2]}}},
	}})
	if err != nil {
		return err
	}
	u := url.URL{Scheme: "https", Host: "a.klaviyo.com"}
	u.Path = "/api/coupon-codes"
	req, err := http.NewRequest(http.MethodPost, u.String(), bytes.NewReader(b)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header = http.Header{
		"Authorization": []string{"Klaviyo-API-Key " + os.Getenv("KLAVIYO_KEY")},
		"Content-Type":  []string{"application/vnd.api+json"},
		"revision":      []string{"2026-01-15"},
	}
	return show(req)
}

func show(req *http.Request) error {
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", req.URL, resp.Status)
	}
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}
