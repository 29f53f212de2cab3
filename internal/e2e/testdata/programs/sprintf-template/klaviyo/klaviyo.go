// Package klaviyo posts profiles with hand-made JSON. It grew out of a shell script.
package klaviyo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	testerPhone  = "5551234567" // want e164
	managerPhone = "+61412345678"
	deskPhone    = "555-0100"
)

const tmpl = `{"data":{"type":"profile","attributes":{"email":"%s","phone_number":"%s"}}}`

// ErrBusy is returned on 429 together with the advised pause.
var ErrBusy = errors.New("klaviyo is busy")

// Tester makes sure the test profile exists.
func Tester(ctx context.Context) error {
	return send(ctx, fmt.Sprintf(tmpl, "tester@northwind.test", testerPhone))
}

// Manager does so for the manager.
func Manager(ctx context.Context) error {
	return send(ctx, fmt.Sprintf(tmpl, "manager@northwind.test", managerPhone))
}

// Customer trusts its caller.
func Customer(ctx context.Context, email, phone string) error {
	return send(ctx, fmt.Sprintf(tmpl, email, phone))
}

// Kiosk shares one number among all kiosks.
func Kiosk(ctx context.Context, n int) error {
	return send(ctx, fmt.Sprintf(`{"data":{"type":"profile","attributes":{"external_id":"kiosk-%d","phone_number":"14155552671"}}}`, n)) // want e164
}

// KioskEU is the same with a good number.
func KioskEU(ctx context.Context, n int) error {
	return send(ctx, fmt.Sprintf(`{"data":{"type":"profile","attributes":{"external_id":"kiosk-eu-%d","phone_number":"+33612345678"}}}`, n))
}

// Help is the text of the help page.
func Help() string {
	return fmt.Sprintf("Call the desk (%s) between 9 and 5.", deskPhone)
}

func send(ctx context.Context, body string) error {
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/api/profile-import", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Add("Authorization", fmt.Sprintf("Klaviyo-API-Key %s", os.Getenv("KLAVIYO_PRIVATE_KEY")))
	req.Header.Add("revision", "2026-07-15")
	req.Header.Add("content-type", "application/vnd.api+json")
	hc := &http.Client{Timeout: time.Minute}
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		return fmt.Errorf("%w: wait %s s", ErrBusy, resp.Header.Get("Retry-After"))
	}
	if resp.StatusCode > 299 {
		return fmt.Errorf("profile-import: %s", resp.Status)
	}
	return nil
}
