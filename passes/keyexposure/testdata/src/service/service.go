package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"
)

// Case 1: error type that carries the request's header.
type APIError struct {
	Status int
	Header http.Header
	Body   string
}

func (e *APIError) Error() string { return fmt.Sprintf("status %d: %s", e.Status, e.Body) }

type Klaviyo struct {
	PrivateAPIKey string
	Client        *http.Client
	Logger        *slog.Logger
	Verbose       bool
}

func FromEnv() (*Klaviyo, error) {
	k := strings.TrimSpace(os.Getenv("KLAVIYO_PRIVATE_API_KEY"))
	if k == "" {
		return nil, errors.New("KLAVIYO_PRIVATE_API_KEY missing")
	}
	if !strings.HasPrefix(k, "pk_") {
		return nil, fmt.Errorf("KLAVIYO_PRIVATE_API_KEY has prefix %q", k[:3])
	}
	slog.Info("klaviyo", "key_prefix", k[:4], "key_set", k != "")
	return &Klaviyo{PrivateAPIKey: k, Client: &http.Client{Timeout: time.Second}, Logger: slog.Default()}, nil
}

func (k *Klaviyo) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var rd io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("encode %T: %w", body, err)
		}
		rd = strings.NewReader(string(b))
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, rd)
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{
		"Authorization": {"Klaviyo-API-Key " + k.PrivateAPIKey},
		"Revision":      {"2026-07-15"},
	}
	return req, nil
}

func (k *Klaviyo) Do(ctx context.Context, method, path string, body, out any) error {
	req, err := k.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	if k.Verbose {
		k.Logger.Debug("request", "method", req.Method, "path", req.URL.Path)
		k.Logger.Debug("request", "headers", req.Header) // want `slog\.Logger\.Debug writes the Authorization header with the private key \("KLAVIYO_PRIVATE_API_KEY"\) to the log`
		h := req.Header.Clone()
		h.Set("Authorization", "REDACTED")
		k.Logger.Debug("request", "headers", h)
	}
	resp, err := k.Client.Do(req)
	if err != nil {
		k.Logger.Error("request failed", "err", err, "method", method)
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		b, _ := io.ReadAll(resp.Body)
		k.Logger.Error("bad status", "headers", resp.Header, "body", string(b))
		return &APIError{Status: resp.StatusCode, Header: resp.Header, Body: string(b)}
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// Case 2: goroutine and closure.
func (k *Klaviyo) Watch(ctx context.Context) {
	go func() {
		log.Printf("watching with %v", k.PrivateAPIKey) // want `log\.Printf writes the private key \("KLAVIYO_PRIVATE_API_KEY"\) to the log`
	}()
	defer func() {
		if r := recover(); r != nil {
			log.Printf("panic: %v (%v)", r, k) // want `log\.Printf writes a value that holds the private key`
		}
	}()
}

// Case 3: json of the whole.
func (k *Klaviyo) Export() {
	b, _ := json.MarshalIndent(k, "", " ")
	fmt.Println(string(b)) // want `fmt\.Println writes a value that holds the private key`
}

type safe struct {
	Key string `json:"-"`
	ID  string `json:"id"`
}

func (k *Klaviyo) ExportSafe() {
	b, _ := json.Marshal(safe{Key: k.PrivateAPIKey, ID: "x"})
	fmt.Println(string(b))
}

// Case 4: builder.
func (k *Klaviyo) Banner() string {
	var b strings.Builder
	b.WriteString("klaviyo key=")
	b.WriteString(k.PrivateAPIKey)
	return b.String()
}

func Start() {
	k, err := FromEnv()
	if err != nil {
		log.Fatal(err)
	}
	log.Print(k.Banner()) // want `log\.Print writes the private key \("KLAVIYO_PRIVATE_API_KEY"\) to the log`
	log.Print("company ", os.Getenv("KLAVIYO_SITE_ID"))
}
