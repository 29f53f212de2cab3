// Package resty has answers of a library, whose own type they have.
package resty

import (
	"errors"

	"github.com/go-resty/resty/v2"
)

func client() *resty.Client { return resty.New().SetBaseURL("https://a.klaviyo.com") }

func never() (string, error) {
	resp, err := client().R().Get("/api/lists") // want `the status of Klaviyo's answer \(GET /api/lists\) is never checked, so a`
	if err != nil {
		return "", err
	}
	return resp.String(), nil
}

func checked() (string, error) {
	resp, err := client().R().Get("/api/lists")
	if err != nil {
		return "", err
	}
	if resp.IsError() {
		return "", errors.New(resp.Status())
	}
	return resp.String(), nil
}

func swallowed() error {
	resp, err := client().R().Get("/api/lists") // want `when Klaviyo answers 401 or 403 \(GET /api/lists\), no error is returned and`
	if err != nil {
		return err
	}
	if resp.StatusCode() >= 500 {
		return errors.New(resp.Status())
	}
	return nil
}

func hooked() (string, error) {
	c := client().OnAfterResponse(func(_ *resty.Client, r *resty.Response) error {
		if r.IsError() {
			return errors.New(r.Status())
		}
		return nil
	})
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return "", err
	}
	return resp.String(), nil
}
