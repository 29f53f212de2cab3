// Package klaviyo holds shapes that are right and look wrong.
package klaviyo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}

func get(ctx context.Context, key, address string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", address, nil)
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
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, resp.Status)
	}
	return nil
}

// encode writes ? before the first parameter and & before the others.
func encode(params [][2]string) string {
	var b strings.Builder
	n := 0
	for _, p := range params {
		if p[1] == "" {
			continue
		}
		if n == 0 {
			b.WriteByte('?')
		} else {
			b.WriteByte('&')
		}
		n++
		b.WriteString(p[0] + "=" + url.QueryEscape(p[1]))
	}
	return b.String()
}

// Profiles reads profiles.
func Profiles(ctx context.Context, key, cursor, sort string) error {
	return get(ctx, key, "https://a.klaviyo.com/api/profiles"+encode([][2]string{{"page[cursor]", cursor}, {"sort", sort}}))
}

// Sep picks the separator by a variable.
func Sep(ctx context.Context, key string, fields []string) error {
	address, sep := "https://a.klaviyo.com/api/lists", "?"
	for _, f := range fields {
		address += sep + "fields[list]=" + url.QueryEscape(f)
		sep = "&"
	}
	return get(ctx, key, address)
}
