package sms

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// Status tells how far the import of a list of numbers is.
func Status(ctx context.Context, client *http.Client, key, job string) (int, error) {
	u := "https://a.klaviyo.com/api/profile-bulk-import-jobs/" + url.PathEscape(job)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)
	if err != nil {
		return 0, err
	}
	for name, value := range map[string]string{
		"Authorization": "Klaviyo-API-Key " + key,
		"Accept":        "application/vnd.api+json",
		"revision":      "2026/07/15",
	} {
		req.Header.Set(name, value)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, fmt.Errorf("job %s: %w", job, err)
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}
