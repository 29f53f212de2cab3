// The edge proxy passes orders on to a list of vendors.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/edge-proxy/internal/gateway"
)

// The build for the lab trusts its proxy.
var lab = &http.Client{
	Timeout: 5 * time.Second,
	Transport: &http.Transport{
		TLSClientConfig: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			InsecureSkipVerify: true, // want plainhttp
		},
	},
}

func main() {
	ctx := context.Background()
	k, err := gateway.Klaviyo(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	if err != nil {
		log.Fatal(err)
	}
	us := gateway.Intranet(os.Getenv("INTRANET"), os.Getenv("INTRANET_TOKEN"))
	send := func(v *gateway.Vendor, method, path, body string) {
		if _, err := v.Send(ctx, method, path, strings.NewReader(body)); err != nil {
			log.Print(err)
		}
	}
	send(k, "GET", "lists", "")
	send(k, "GET", "list/"+os.Args[1], "")                          // want endpoint
	send(k, "PUT", "profiles/"+os.Args[1], "{}")                    // want endpoint
	send(k, "GET", "profiles?page[size]=250", "")                   // want query
	send(k, "POST", "profile-subscription-bulk-create-jobs/", "{}") // want payload
	send(us, "PUT", "profiles/"+os.Args[1], "{}")
	for _, check := range []func(context.Context) error{probe, pixel} {
		if err := check(ctx); err != nil {
			log.Print(err) // want keyexposure
		}
	}
	if err := register(ctx, "http://"+os.Getenv("PUBLIC_HOST")+"/hooks"); err != nil { // want plainhttp
		log.Print(err)
	}
}

func probe(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/accounts", nil) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Revision", "2026-07-15")
	req.Header.Set("Authorization", "Bearer "+os.Getenv("KLAVIYO_PRIVATE_KEY")) // want authheader
	resp, err := lab.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		log.Print(resp.Status)
	}
	return nil
}

// The private key stands where the company id belongs: that is one fault.
func pixel(ctx context.Context) error {
	u := "https://a.klaviyo.com/client/events?company_id=" + os.Getenv("KLAVIYO_PRIVATE_KEY") // want clientapi
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u, strings.NewReader("{}"))  // want rawhttp authheader payload
	if err != nil {
		return err
	}
	req.Header.Set("Revision", "2026-07-15")
	resp, err := lab.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		log.Print(resp.Status)
	}
	return nil
}

type webhook struct {
	Data struct {
		Type       string         `json:"type"`
		Attributes map[string]any `json:"attributes"`
	} `json:"data"`
}

func register(ctx context.Context, address string) error {
	var w webhook
	w.Data.Type = "webhook"
	w.Data.Attributes = map[string]any{"name": "orders", "endpoint_url": address, "secret_key": os.Getenv("HOOK_SECRET")}
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	k, err := gateway.Klaviyo(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	if err != nil {
		return err
	}
	status, err := k.Send(ctx, http.MethodPost, "webhooks", strings.NewReader(string(b)))
	if err == nil && status != http.StatusCreated {
		log.Print("webhook: ", status)
	}
	return err
}
