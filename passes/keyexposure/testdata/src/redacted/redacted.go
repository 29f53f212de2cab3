// Package redacted shows copies of its settings without the key, and counts what
// it does.
package redacted

import (
	"expvar"
	"log"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"os"
)

type Settings struct {
	Shop          string
	KlaviyoAPIKey string `json:"-"`
}

type Shown struct {
	Shop          string
	KlaviyoAPIKey string `json:"key"`
}

type App struct{ settings *Settings }

func (a *App) redacted() Settings {
	s := *a.settings
	s.KlaviyoAPIKey = ""
	return s
}

func (a *App) public() Settings {
	s := *a.settings
	if s.KlaviyoAPIKey != "" {
		s.KlaviyoAPIKey = "***"
	}
	return s
}

func (a *App) Start(open Shown) {
	log.Printf("%+v", a.redacted())
	log.Printf("%+v", a.public())
	l := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	l.Info("start", "settings", a.settings)
	l.Info("start", "settings", *a.settings)
	l.Info("start", "settings", open)                // want `slog\.Logger\.Info writes a value that holds the private key`
	l.Info("start", "key", a.settings.KlaviyoAPIKey) // want `slog\.Logger\.Info writes the private key \("Settings\.KlaviyoAPIKey"\) to the log`
	log.Printf("%+v", *a.settings)                   // want `log\.Printf writes a value that holds the private key`
}

var calls = expvar.NewMap("klaviyo")

func (a *App) Count() {
	calls.Add("lists|"+a.settings.Shop, 1)
	calls.Add("lists|"+a.settings.KlaviyoAPIKey, 1) // want `expvar\.Map\.Add writes the private key \("Settings\.KlaviyoAPIKey"\) into a metric`
}

// A tracer shows requests, but for their credential.
type tracer struct{ next http.RoundTripper }

func (t tracer) RoundTrip(r *http.Request) (*http.Response, error) {
	shown := r.Clone(r.Context())
	shown.Header.Del("Authorization")
	if b, err := httputil.DumpRequestOut(shown, false); err == nil {
		log.Printf("%s", b)
	}
	return t.next.RoundTrip(r)
}

func (a *App) Lists() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+a.settings.KlaviyoAPIKey)
	client := &http.Client{Transport: tracer{http.DefaultTransport}}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Tell gives the key to somebody else.
func (a *App) Tell() error {
	req, err := http.NewRequest("POST", "https://audit.example.com/uses", nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Shop", a.settings.Shop)
	req.Header.Set("X-Used-Key", a.settings.KlaviyoAPIKey) // want `the private key \("Settings\.KlaviyoAPIKey"\) is sent to "audit\.example\.com"`
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
