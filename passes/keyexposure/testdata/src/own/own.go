// Package own has loggers and clients of its own, for Klaviyo.
package own

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strings"
)

type Logger interface {
	Debugf(format string, args ...any)
	Errorf(format string, args ...any)
}

type KlaviyoClient struct {
	apiKey  string
	baseURL string
	log     Logger
	hc      *http.Client
}

type Option func(*KlaviyoClient)

func WithLogger(l Logger) Option { return func(c *KlaviyoClient) { c.log = l } }

func NewKlaviyoClient(apiKey string, opts ...Option) (*KlaviyoClient, error) {
	if !strings.HasPrefix(apiKey, "pk_") {
		return nil, fmt.Errorf("invalid Klaviyo API key %q: must start with pk_", apiKey) // want `fmt\.Errorf writes the private key \("apiKey"\) into the text of an error`
	}
	c := &KlaviyoClient{apiKey: apiKey, baseURL: "https://a.klaviyo.com"}
	for _, o := range opts {
		o(c)
	}
	c.log.Debugf("client for %s with %s", c.baseURL, c.apiKey) // want `own\.Logger\.Debugf writes the private key \("apiKey"\) to the log`
	c.log.Debugf("client for %s with key of %d", c.baseURL, len(c.apiKey))
	return c, nil
}

func (c *KlaviyoClient) fingerprint() string {
	s := sha256.Sum256([]byte(c.apiKey))
	return hex.EncodeToString(s[:4])
}

func (c *KlaviyoClient) redactedKey() string {
	if len(c.apiKey) < 10 {
		return "***"
	}
	return c.apiKey[:5] + "…" + c.apiKey[len(c.apiKey)-4:]
}

func (c *KlaviyoClient) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.baseURL+path, body)
	if err != nil {
		return nil, fmt.Errorf("build %s %s: %w", method, path, err)
	}
	auth := fmt.Sprintf("Klaviyo-API-Key %s", c.apiKey)
	req.Header.Set("Authorization", auth)
	req.Header.Set("revision", "2026-07-15")
	c.log.Debugf("%s %s key=%s fp=%s", method, req.URL, c.redactedKey(), c.fingerprint())
	slog.Debug("request", "method", req.Method, "url", req.URL.String())
	if os.Getenv("TRACE") == "1" {
		for k, v := range req.Header {
			slog.Debug("header", k, v) // want `slog\.Debug writes the private key \("apiKey"\) to the log`
		}
		fmt.Printf("curl -X %s -H 'Authorization: %s' %s\n", method, auth, req.URL) // want `fmt\.Printf writes the private key \("apiKey"\) to the output`
	}
	res, err := c.hc.Do(req)
	if err != nil {
		c.log.Errorf("%s %s: %v", method, path, err)
		return nil, fmt.Errorf("klaviyo %s %s: %w", method, path, err)
	}
	return res, nil
}

func (c *KlaviyoClient) quiet() {
	for k, v := range map[string]string{"Content-Type": "application/json"} {
		slog.Debug("header", k, v)
	}
}

func (c *KlaviyoClient) child(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "worker")
	cmd.Env = append(os.Environ(), "KLAVIYO_API_KEY="+c.apiKey)
	return cmd.Run()
}

func (c *KlaviyoClient) String() string { return "klaviyo client for " + c.baseURL }

func (c *KlaviyoClient) Show() { slog.Info("client", "c", c) }

type View struct {
	APIKey string
}

func (c *KlaviyoClient) View() View { return View{APIKey: c.redactedKey()} }

func (v View) Print() { fmt.Println(v.APIKey) }

func PrintView(c *KlaviyoClient) { fmt.Printf("%+v\n", c.View()) }

func dumpHeaders(h http.Header) string {
	var b strings.Builder
	for k := range h {
		if k == "Authorization" {
			fmt.Fprintf(&b, "%s: [redacted]\n", k)
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n", k, h.Get(k))
	}
	return b.String()
}
