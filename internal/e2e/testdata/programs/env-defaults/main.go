package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

type config struct {
	BaseURL  string
	Key      string
	Revision string
	Timeout  time.Duration
}

func load() config {
	return config{
		BaseURL:  cmp.Or(os.Getenv("KLAVIYO_BASE_URL"), "https://a.klaviyo.com/api"),
		Key:      os.Getenv("KLAVIYO_API_KEY"),
		Revision: cmp.Or(os.Getenv("KLAVIYO_REVISION"), "2024-05-15"), // want revision
		Timeout:  10 * time.Second,
	}
}

func main() {
	cfg := load()
	cl := &gateway{cfg: cfg, hc: &http.Client{Timeout: cfg.Timeout}}
	for _, p := range []string{"/lists", "/segments", "/tags"} {
		if err := cl.get(context.Background(), p); err != nil {
			log.Fatal(err)
		}
	}
	if err := metrics(context.Background(), cfg.Key, getenv("METRICS_REVISION", "2026-01-15")); err != nil {
		log.Fatal(err)
	}
	if err := forms(context.Background(), cfg.Key); err != nil {
		log.Fatal(err)
	}
}

func getenv(name, def string) string {
	if v, ok := os.LookupEnv(name); ok {
		return v
	}
	return def
}

type gateway struct {
	cfg config
	hc  *http.Client
}

func (g *gateway) get(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.cfg.BaseURL+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+g.cfg.Key)
	req.Header.Set("revision", g.cfg.Revision)
	return check(g.hc.Do(req))
}

func metrics(ctx context.Context, key, rev string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/metrics", nil) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", rev)
	return check(http.DefaultClient.Do(req))
}

func forms(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/forms", nil) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", getenv("FORMS_REVISION", "2024/10/15")) // want revision
	return check(http.DefaultClient.Do(req))
}

func check(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Request.URL.Path, resp.Status)
	}
	return nil
}
