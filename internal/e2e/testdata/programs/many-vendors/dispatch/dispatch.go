// Package dispatch sends contacts to whichever service a tenant uses.
package dispatch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

type vendor struct {
	base, path, scheme, version, header string
}

var vendors = map[string]vendor{
	"klaviyo":  {base: "https://a.klaviyo.com", path: "/api/profile-import", scheme: "Klaviyo-API-Key", header: "revision", version: "2026-07-15"},
	"hubspot":  {base: "https://api.hubapi.com", path: "/crm/v3/objects/contacts", scheme: "Bearer", header: "X-Version", version: "2023-02-22"},
	"intercom": {base: "https://api.intercom.io", path: "/contacts", scheme: "Bearer", header: "Intercom-Version", version: "2.11"},
}

var client = &http.Client{Timeout: 10 * time.Second}

// Send sends a contact to the service.
func Send(ctx context.Context, name, key string, body []byte) error {
	v, ok := vendors[name]
	if !ok {
		return fmt.Errorf("no service %q", name)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+v.path, bytes.NewReader(body)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", v.scheme+" "+key)
	req.Header.Set(v.header, v.version)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", name, resp.Status)
	}
	return nil
}
