// Package klaviyo holds ways to identify.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}

// Bearer sends the key with the wrong scheme.
func Bearer(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv("KLAVIYO_API_KEY")) // want authheader
	req.Header.Set("revision", "2026-07-15")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

// OAuth sends an access token, as it should.
func OAuth(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv("KLAVIYO_OAUTH_TOKEN"))
	req.Header.Set("revision", "2026-07-15")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

type secretBox struct{ Value string }

// Odd names the key oddly; what it is tells its use.
func Odd(ctx context.Context, box secretBox) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+box.Value)
	req.Header.Set("revision", "2026-07-15")
	log.Printf("calling with %s", box.Value) // want keyexposure
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

// Token logs an access token.
func Token(ctx context.Context, accessToken string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+accessToken)
	req.Header.Set("revision", "2026-07-15")
	log.Printf("token %s", accessToken) // want keyexposure
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

// Today sends the day of the call.
func Today(ctx context.Context, key string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", time.Now().UTC().Format("2006-01-02")) // want revision
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

func post(ctx context.Context, key, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 { // want retryafter
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

type event struct {
	Type       string         `json:"type"`
	Attributes map[string]any `json:"attributes"`
}

// Constant gives every event the same id.
func Constant(ctx context.Context, key string) error {
	return post(ctx, key, "/api/events", map[string]any{"data": event{Type: "event", Attributes: map[string]any{ // want eventid
		"unique_id": "checkout", "properties": map[string]any{}, "metric": map[string]any{}, "profile": map[string]any{},
	}}})
}

// Anew makes the id inside the loop of attempts.
func Anew(ctx context.Context, key string) error {
	var err error
	for attempt := 0; attempt < 3; attempt++ {
		id := fmt.Sprint(time.Now().UnixNano())
		err = post(ctx, key, "/api/events", map[string]any{"data": event{Type: "event", Attributes: map[string]any{ // want eventid
			"unique_id": id, "properties": map[string]any{}, "metric": map[string]any{}, "profile": map[string]any{},
		}}})
		if err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

// Once makes the id before the attempts.
func Once(ctx context.Context, key string) error {
	id := fmt.Sprint(time.Now().UnixNano())
	var err error
	for attempt := 0; attempt < 3; attempt++ {
		err = post(ctx, key, "/api/events", map[string]any{"data": event{Type: "event", Attributes: map[string]any{
			"unique_id": id, "properties": map[string]any{}, "metric": map[string]any{}, "profile": map[string]any{},
		}}})
		if err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

// Each sends one event an item, each with an id of its own.
func Each(ctx context.Context, key string, orders []string) error {
	for _, o := range orders {
		if err := post(ctx, key, "/api/events", map[string]any{"data": event{Type: "event", Attributes: map[string]any{ // want bulk
			"unique_id": "order-" + o, "properties": map[string]any{}, "metric": map[string]any{}, "profile": map[string]any{},
		}}}); err != nil {
			return err
		}
	}
	return nil
}
