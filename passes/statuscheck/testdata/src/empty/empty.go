// Package empty gives back nothing for some answers.
package empty

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type tags struct {
	key string
	hc  *http.Client
}

func open(key string) *tags { return &tags{key, &http.Client{Timeout: 5 * time.Second}} }

func (t *tags) get(ctx context.Context, path string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/"+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Klaviyo-API-Key "+t.key)
	r.Header.Set("revision", "2026-07-15")
	return r, nil
}

func name(res *http.Response) (string, error) {
	var d struct {
		Data struct{ Attributes struct{ Name string } }
	}
	err := json.NewDecoder(res.Body).Decode(&d)
	return d.Data.Attributes.Name, err
}

// Hidden says "" for a key that may not read tags, as for a tag without a name.
func (t *tags) Hidden(ctx context.Context, id string) (string, error) {
	r, err := t.get(ctx, "tags/"+id)
	if err != nil {
		return "", err
	}
	res, err := t.hc.Do(r) // want `when Klaviyo answers 401 or 403`
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "", nil
	case http.StatusOK:
		return name(res)
	}
	return "", fmt.Errorf("tag: %s", res.Status)
}

// Absent says "" for a tag that is not there.
func (t *tags) Absent(ctx context.Context, id string) (string, error) {
	r, err := t.get(ctx, "tags/"+id)
	if err != nil {
		return "", err
	}
	res, err := t.hc.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotFound {
		return "", nil
	}
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("tag: %s", res.Status)
	}
	return name(res)
}

// Why says what is wrong with the key, and "" where nothing is.
func (t *tags) Why(ctx context.Context) (string, error) {
	r, err := t.get(ctx, "accounts")
	if err != nil {
		return "", err
	}
	res, err := t.hc.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusUnauthorized:
		return "the key is not valid", nil
	case http.StatusForbidden:
		return "the key lacks a scope", nil
	case http.StatusOK:
		return "", nil
	}
	return "", fmt.Errorf("accounts: %s", res.Status)
}

// Valid tells a key that works from one that does not.
func (t *tags) Valid(ctx context.Context) (bool, error) {
	r, err := t.get(ctx, "accounts")
	if err != nil {
		return false, err
	}
	res, err := t.hc.Do(r)
	if err != nil {
		return false, err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return false, nil
	case http.StatusOK:
		return true, nil
	}
	return false, fmt.Errorf("accounts: %s", res.Status)
}
