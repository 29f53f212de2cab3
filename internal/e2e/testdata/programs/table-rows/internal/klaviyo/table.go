package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type Op struct {
	Name   string
	Method string
	Path   string
	Body   func(arg string) any
}

func typed(typ string, at map[string]any) any {
	return map[string]any{"data": map[string]any{"type": typ, "attributes": at}}
}

// Ops is the list of what the tool can do.
func Ops() []Op {
	return []Op{
		{"list", http.MethodPost, "/api/lists", func(a string) any { return typed("list", map[string]any{"name": a}) }},
		{"person", http.MethodPost, "/api/profiles", func(a string) any { return typed("profile", map[string]any{"email": a}) }}, // want upsert
		{"tag", http.MethodPost, "/api/tags", func(a string) any { return typed("tag", map[string]any{"name": a}) }},
		{"metrics", http.MethodPost, "/api/metrics", nil}, // want endpoint
	}
}

type Runner struct {
	key, revision string
	hc            *http.Client
}

func NewRunner(key, revision string, timeout time.Duration) *Runner {
	return &Runner{key, revision, &http.Client{Timeout: timeout}}
}

func (r *Runner) Run(ctx context.Context, op Op, arg string) error {
	var buf bytes.Buffer
	if op.Body != nil {
		if err := json.NewEncoder(&buf).Encode(op.Body(arg)); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, "https://a.klaviyo.com"+op.Path, &buf)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+r.key)
	req.Header.Set("revision", r.revision)
	req.Header.Set("Content-Type", "application/json")
	res, err := r.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusTooManyRequests {
		n, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		return fmt.Errorf("%s: again in %d s", op.Name, n)
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", op.Name, res.Status)
	}
	return nil
}
