package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	listMembers = "https://a.klaviyo.com/api/v2/list/%s/members" // want legacyapi
	trackURL    = "https://a.klaviyo.com/api/track"              // want legacyapi
)

var hc = &http.Client{Timeout: 10 * time.Second}

func main() {
	ctx := context.Background()
	v1 := people{base: "https://a.klaviyo.com/api/v1", key: os.Getenv("KLAVIYO_KEY")}
	for _, email := range os.Args[1:] {
		if err := addMember(ctx, "XyZ123", email); err != nil {
			log.Print(err)
		}
		if err := track(ctx, email, "Bridge"); err != nil { // want bulk
			log.Print(err)
		}
		if err := oldProfile(ctx, email); err != nil {
			log.Print(err)
		}
		if err := v1.do(ctx, http.MethodPut, "/person/"+url.PathEscape(email)); err != nil { // want legacyapi
			log.Print(err) // want keyexposure
		}
	}
}

func addMember(ctx context.Context, list, email string) error {
	body := fmt.Sprintf(`{"profiles":[{"email":%q}]}`, email)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, fmt.Sprintf(listMembers, list), strings.NewReader(body)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("api-key", os.Getenv("KLAVIYO_KEY"))
	req.Header.Set("Content-Type", "application/json")
	return finish(req)
}

func track(ctx context.Context, email, event string) error {
	b, err := json.Marshal(map[string]any{
		"token":               os.Getenv("KLAVIYO_COMPANY"),
		"event":               event,
		"customer_properties": map[string]string{"$email": email},
	})
	if err != nil {
		return err
	}
	q := "?data=" + base64.URLEncoding.EncodeToString(b)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, trackURL+q, nil) // want rawhttp
	if err != nil {
		return err
	}
	return finish(req)
}

func oldProfile(ctx context.Context, email string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.klaviyo.com/api/v2/profiles", strings.NewReader(`{"email":"`+email+`"}`)) // want rawhttp legacyapi
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_KEY"))
	req.Header.Set("revision", "2023-02-22")
	return finish(req)
}

// people speaks version 1.
type people struct {
	base string
	key  string
}

func (p people) do(ctx context.Context, method, path string) error {
	req, err := http.NewRequestWithContext(ctx, method, p.base+path+"?api_key="+p.key, nil) // want keyexposure
	if err != nil {
		return err
	}
	return finish(req)
}

func finish(req *http.Request) error {
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", req.URL.Path, resp.Status)
	}
	return nil
}
