// Package client sends whatever it is told to Klaviyo.
package client

import (
	"net/http"
	"os"
)

const (
	Base     = "https://a.klaviyo.com"
	Accounts = "/api/account"
	Lists    = "/api/lists"
)

func Do(method, path string) error {
	req, err := http.NewRequest(method, Base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func Segments() error { return Do("GET", "/api/segment") } // want `did you mean "GET /api/segments"`

func Revised(revision, path string) error {
	req, err := http.NewRequest("GET", Base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("revision", revision)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
