package worker

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/tenant-syncer/internal/conf"
)

type Worker struct {
	HTTP *http.Client
	Keys map[string]string
}

func (w *Worker) ListNames(ctx context.Context, tenant string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, conf.KlaviyoHost+conf.ListsPath, nil) // want rawhttp
	if err != nil {
		return nil, err
	}
	w.sign(req, tenant)
	return w.read(req)
}

func (w *Worker) Push(ctx context.Context, tenant, email string) error {
	body := fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q}}}`, email)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, conf.KlaviyoHost+conf.ProfilesPath, strings.NewReader(body)) // want rawhttp upsert
	if err != nil {
		return err
	}
	w.sign(req, tenant)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	_, err = w.read(req)
	return err
}

func (w *Worker) Verify(ctx context.Context, tenant string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, conf.KlaviyoHost+conf.ProfilesPath, nil) // want rawhttp
	if err != nil {
		return err
	}
	w.sign(req, tenant)
	_, err = w.read(req)
	return err
}

func (w *Worker) HubSpot(ctx context.Context, token string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, conf.HubSpotHost+"/crm/v3/objects/contacts", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return w.read(req)
}

func (w *Worker) sign(req *http.Request, tenant string) {
	req.Header.Set("Authorization", "Klaviyo-API-Key "+w.Keys[tenant])
	req.Header.Set("revision", conf.KlaviyoRevision)
}

func (w *Worker) read(req *http.Request) ([]byte, error) {
	resp, err := w.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return nil, fmt.Errorf("%s: %s", req.URL, resp.Status)
	}
	return io.ReadAll(resp.Body)
}
