// Package again sends by a retry library, whose error wraps that of the API.
package again

import (
	"context"
	"errors"
	"net/http"

	"github.com/cenkalti/backoff/v5"
)

type fault struct {
	Status int
	Meta   struct{ ID string }
}

func (*fault) Error() string { return "klaviyo" }

type api struct{ web *http.Client }

func (a api) attempt(method, path string) (string, error) {
	req, err := http.NewRequest(method, "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return "", backoff.Permanent(err)
	}
	resp, err := a.web.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode < 300 {
		return "", nil
	}
	return "", backoff.Permanent(&fault{Status: resp.StatusCode})
}

func (a api) call(ctx context.Context, method, path string) error {
	_, err := backoff.Retry(ctx, func() (string, error) { return a.attempt(method, path) })
	return err
}

func (a api) Merge(ctx context.Context) error { return a.call(ctx, "POST", "/api/profile-import") }

func (a api) patch(ctx context.Context, id string) error {
	return a.call(ctx, "PATCH", "/api/profiles/"+id)
}

// Enter updates the profile that the answer names.
func (a api) Enter(ctx context.Context) error {
	err := a.call(ctx, "POST", "/api/profiles")
	var f *fault
	if errors.As(err, &f) && f.Status == http.StatusConflict {
		return a.patch(ctx, f.Meta.ID)
	}
	return err
}

// Blind does not care, and its caller is to blame.
func (a api) Blind(ctx context.Context) error { return a.call(ctx, "POST", "/api/profiles") }

func both(ctx context.Context, a api) {
	a.Enter(ctx)
	a.Blind(ctx) // want `answers 409`
}
