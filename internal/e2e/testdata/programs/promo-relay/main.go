// The relay hands sign-ups to whoever sends our promotions.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

const (
	klaviyoV2 = "https://a.klaviyo.com/api/v2"
	mailerV2  = "https://api.mailer.example/api/v2"
)

var hc = &http.Client{Timeout: 10 * time.Second}

func main() {
	ctx := context.Background()
	for _, err := range []error{
		subscribe(ctx, mailerV2, "/list/7/subscribe"),
		subscribe(ctx, klaviyoV2, "/list/"+os.Args[1]+"/subscribe"), // want rawhttp legacyapi
		member(ctx, os.Args[1]),
		onsite(ctx),
		client(ctx),
		inClear(ctx),
		old(ctx),
	} {
		if err != nil {
			log.Print(err) // want keyexposure
		}
	}
}

func finish(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("answer %s", resp.Status)
	}
	return nil
}

func subscribe(ctx context.Context, base, path string) error {
	b, err := json.Marshal(map[string]any{"api_key": os.Getenv("KEY"), "profiles": []any{}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return finish(hc.Do(req))
}

func member(ctx context.Context, list string) error {
	q := url.Values{"api_key": {os.Getenv("KLAVIYO_KEY")}}
	u := fmt.Sprintf("%s/group/%s/members/all?%s", klaviyoV2, list, q.Encode()) // want legacyapi
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)         // want rawhttp keyexposure
	if err != nil {
		return err
	}
	return finish(hc.Do(req))
}

// What Klaviyo's own pages use is information only, and no other rule's business.
func onsite(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://a.klaviyo.com/ajax/subscriptions/subscribe", nil) // want rawhttp
	if err != nil {
		return err
	}
	return finish(hc.Do(req))
}

func client(ctx context.Context) error {
	u := "https://a.klaviyo.com/client/subscriptions?company_id=" + os.Getenv("KLAVIYO_COMPANY_ID") // want clientapi
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u, nil)                            // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	return finish(hc.Do(req))
}

func inClear(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://a.klaviyo.com/api/tags", nil) // want rawhttp plainhttp
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_KEY"))
	return finish(hc.Do(req))
}

// The host does not exist, and then nothing else matters.
func old(ctx context.Context) error {
	body := `{"data": {"type": "profile", "attributes": {"phone_number": "555 1234"}}}`
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://api.klaviyo.com/api/profiles", bytes.NewReader([]byte(body))) // want legacyapi
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", os.Getenv("KLAVIYO_KEY"))
	return finish(hc.Do(req))
}
