package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

const (
	campaigns = "https://a.klaviyo.com/api/campaigns"
	flows     = "https://a.klaviyo.com/api/flows"
	images    = "https://a.klaviyo.com/api/images"
	coupons   = "https://a.klaviyo.com/api/coupons"
	segments  = "https://a.klaviyo.com/api/segments"
	profiles  = "https://a.klaviyo.com/api/profiles"
)

var (
	key    = "Klaviyo-API-Key " + os.Getenv("KLAVIYO_API_KEY")
	client = &http.Client{Timeout: 10 * time.Second}
)

func main() {
	var digest bytes.Buffer
	for name, f := range map[string]func() ([]byte, error){
		"campaigns": listCampaigns,
		"flows":     listFlows,
		"images":    listImages,
		"segments":  listSegments,
		"profiles":  newestProfiles,
	} {
		b, err := f()
		if err != nil {
			log.Printf("%s: %v", name, err)
			continue
		}
		fmt.Fprintf(&digest, "%s: %d bytes\n", name, len(b))
	}
	if err := coupon("DIGEST"); err != nil {
		log.Print(err)
	}
	os.Stdout.Write(digest.Bytes())
}

func listCampaigns() ([]byte, error) {
	req, err := http.NewRequest("GET", campaigns+"?filter=equals(messages.channel,'email')", nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", key)
	req.Header.Set("revision", "v2026-07-15") // want revision
	return do(req)
}

func listFlows() ([]byte, error) {
	req, err := http.NewRequest("GET", flows, nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", key)
	req.Header.Set("revision", "latest") // want revision
	return do(req)
}

func listImages() ([]byte, error) {
	req, err := http.NewRequest("GET", images, nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	// set by hand, http.Header.Set would change the case
	req.Header["Authorization"] = []string{key}
	req.Header["revision"] = []string{"2027-01-15"} // want revision
	return do(req)
}

func listSegments() ([]byte, error) {
	req, err := http.NewRequest("GET", segments, nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", key)
	req.Header.Set("revision", "2026-10-15")
	return do(req)
}

func newestProfiles() ([]byte, error) {
	req, err := http.NewRequest("GET", profiles+"?sort=-created", nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", key)
	req.Header.Set("revision", "2026-07-15.pre") // want revision
	return do(req)
}

func coupon(name string) error {
	b, err := json.Marshal(map[string]any{"data": map[string]any{"type": "coupon", "attributes": map[string]any{"external_id": name}}})
	if err != nil {
		return err
	}
	req, err := http.NewRequest("POST", coupons, bytes.NewReader(b)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", key)
	req.Header.Set("content-type", "application/vnd.api+json")
	req.Header.Set("revision", "2026-02-15") // inside the window, in no table: only -strict
	_, err = do(req)
	return err
}

func do(req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return io.ReadAll(resp.Body)
}
