// Package creates has creates of profiles, and near misses.
package creates

import (
	"fmt"
	"net/http"
	"strings"
)

func post(path, body string) (*http.Response, error) {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", "2026-07-15")
	return http.DefaultClient.Do(req)
}

func calls(body string) {
	post("/api/profiles", body)  // want `POST /api/profiles answers 409 for a profile that exists`
	post("/api/profiles/", body) // want `POST /api/profile-import creates or updates in one call`
	post("/api/lists", body)
	post("/api/tags", body)
	post("/api/catalog-items", body)
	post("/api/coupons", body)
	post("/api/templates", body)
	post("/api/segments", body)
	http.Get("https://a.klaviyo.com/api/profiles")
	req, _ := http.NewRequest("PATCH", "https://a.klaviyo.com/api/profiles/"+body, nil)
	http.DefaultClient.Do(req)
}

func handMade(email, body string) error {
	resp, err := http.Get("https://a.klaviyo.com/api/profiles?filter=equals(email,%22" + email + "%22)")
	if err != nil || resp.StatusCode == 200 {
		return err
	}
	_, err = http.Post("https://a.klaviyo.com/api/profiles", "application/json", strings.NewReader(body)) // want `looked up and then created`
	return err
}

func handled(body, id string) error {
	resp, err := http.Post("https://a.klaviyo.com/api/profiles", "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	if resp.StatusCode == http.StatusConflict {
		req, err := http.NewRequest("PATCH", "https://a.klaviyo.com/api/profiles/"+id, strings.NewReader(body))
		if err != nil {
			return err
		}
		_, err = http.DefaultClient.Do(req)
		return err
	}
	return fmt.Errorf("status %d", resp.StatusCode)
}
