// Package shipper uses the client package, and once goes round it. It imports
// the same libraries for other vendors.
package shipper

import (
	"net/http"
	"os"
	"time"

	"github.com/imroc/req/v3"

	"shop/klaviyo"
	"shop/postbox"
)

var hc = &http.Client{Timeout: 5 * time.Second}

func throughTheClient() error {
	a := klaviyo.NewAccounts(os.Getenv("KLAVIYO_KEY"), "north")
	if err := a.Mine(); err != nil {
		return err
	}
	made := func() *req.Client {
		return req.C().SetBaseURL("https://a.klaviyo.com/api").SetCommonHeader("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_KEY"))
	}
	if err := klaviyo.Tuned("south", made).Mine(); err != nil {
		return err
	}
	p := &klaviyo.Plain{Client: hc, Base: "https://a.klaviyo.com", Key: os.Getenv("KLAVIYO_KEY")}
	if err := p.Fetch("/api/lists"); err != nil {
		return err
	}
	_, err := klaviyo.Send(hc, "https://a.klaviyo.com/api/tags", http.Header{"Revision": {"2026-07-15"}})
	return err
}

func carrier() error {
	_, err := req.C().SetBaseURL("https://parcels.example").R().Get("/v2/labels")
	return err
}

func roundTheClient() error {
	_, err := req.C().R().Get("https://a.klaviyo.com/api/flows") // want `raw HTTP request to Klaviyo \(GET /api/flows\) outside the Klaviyo client;`
	if err != nil {
		return err
	}
	if _, err := postbox.Send(hc, "https://a.klaviyo.com/api/forms", nil); err != nil { // want `raw HTTP request to Klaviyo \(GET /api/forms\)`
		return err
	}
	r, err := klaviyo.Request("https://a.klaviyo.com/api/images") // want `raw HTTP request to Klaviyo \(GET /api/images\)`
	if err != nil {
		return err
	}
	_, err = hc.Do(r)
	return err
}
