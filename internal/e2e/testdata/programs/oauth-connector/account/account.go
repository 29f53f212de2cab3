package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

var hc = &http.Client{Timeout: 10 * time.Second}

// Name returns the organisation name of the connected account.
func Name(ctx context.Context, tok string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/accounts", nil) // want rawhttp revision
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+tok)
	req.Header.Set("Accept", "application/vnd.api+json")
	var out struct {
		Data []struct {
			Attributes struct {
				Contact struct {
					Org string `json:"organization_name"`
				} `json:"contact_information"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if err := roundTrip(req, &out); err != nil {
		return "", err
	}
	if len(out.Data) == 0 {
		return "", errors.New("no account")
	}
	return out.Data[0].Attributes.Contact.Org, nil
}

// Flows counts the flows on the first page.
func Flows(ctx context.Context, tok string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/flows", nil) // want rawhttp
	if err != nil {
		return 0, err
	}
	req.Header = http.Header{
		"Authorization": {"Bearer " + tok},
		"Accept":        {"application/vnd.api+json"},
		"Revision":      {"2025-07-15"}, // want revision
	}
	var out struct {
		Data []json.RawMessage `json:"data"`
	}
	if err := roundTrip(req, &out); err != nil {
		return 0, err
	}
	return len(out.Data), nil
}

func roundTrip(req *http.Request, out any) error {
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", req.URL.Path, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(out)
}
