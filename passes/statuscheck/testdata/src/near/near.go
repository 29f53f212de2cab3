// Package near has code that is right, and looks as if it were not.
package near

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const host = "https://a.klaviyo.com"

type API struct {
	hc    *http.Client
	key   string
	log   *slog.Logger
	onErr func(error)
	mu    sync.Mutex
	stats map[string]int
}

func (a *API) req(ctx context.Context, method, path string, body io.Reader) *http.Request {
	r, _ := http.NewRequestWithContext(ctx, method, host+path, body)
	r.Header.Set("Authorization", "Klaviyo-API-Key "+a.key)
	r.Header.Set("revision", "2026-07-15")
	return r
}

// generic
func do[T any](a *API, r *http.Request) (out T, err error) {
	resp, err := a.hc.Do(r)
	if err != nil {
		return out, err
	}
	defer resp.Body.Close()
	if resp.StatusCode < 200 || resp.StatusCode >= 300 {
		b, _ := io.ReadAll(resp.Body)
		return out, fmt.Errorf("klaviyo: %d: %s", resp.StatusCode, b)
	}
	return out, json.NewDecoder(resp.Body).Decode(&out)
}

type list struct{ Data []struct{ ID string } }

func (a *API) Lists(ctx context.Context) (list, error) {
	return do[list](a, a.req(ctx, "GET", "/api/lists", nil))
}

// checking transport
type checking struct{ next http.RoundTripper }

func (c checking) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err == nil && resp.StatusCode >= 400 {
		resp.Body.Close()
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return resp, err
}

func checkedByTransport(ctx context.Context, key string) ([]byte, error) {
	hc := &http.Client{Timeout: time.Second, Transport: checking{http.DefaultTransport}}
	r, _ := http.NewRequestWithContext(ctx, "GET", host+"/api/tags", nil)
	resp, err := hc.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// retrying transport that reads the header
type retrying struct{ next http.RoundTripper }

func (c retrying) RoundTrip(r *http.Request) (*http.Response, error) {
	for i := 0; ; i++ {
		resp, err := c.next.RoundTrip(r)
		if err != nil || resp.StatusCode != 429 || i == 3 {
			return resp, err
		}
		s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		resp.Body.Close()
		time.Sleep(time.Duration(s) * time.Second)
	}
}

var ErrBusy = errors.New("busy")

func retriedByTransport(ctx context.Context) error {
	hc := &http.Client{Timeout: time.Second, Transport: retrying{http.DefaultTransport}}
	r, _ := http.NewRequestWithContext(ctx, "GET", host+"/api/tags", nil)
	resp, err := hc.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 429 {
		return ErrBusy
	}
	if resp.StatusCode != 200 {
		return errors.New(resp.Status)
	}
	return nil
}

// error with headers
type HTTPError struct {
	Status int
	Header http.Header
}

func (e *HTTPError) Error() string { return strconv.Itoa(e.Status) }

func newError(resp *http.Response) error { return &HTTPError{resp.StatusCode, resp.Header} }

func (a *API) WithHeaders(ctx context.Context) error {
	resp, err := a.hc.Do(a.req(ctx, "GET", "/api/flows", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == 429:
		return newError(resp)
	case resp.StatusCode/100 != 2:
		return newError(resp)
	}
	return nil
}

// results on a channel
type result struct {
	id  string
	err error
}

func (a *API) Fan(ctx context.Context, ids []string) {
	ch := make(chan result)
	for _, id := range ids {
		go func() {
			resp, err := a.hc.Do(a.req(ctx, "DELETE", "/api/lists/"+id, nil))
			if err == nil {
				resp.Body.Close()
				if resp.StatusCode >= 400 {
					err = fmt.Errorf("status %d", resp.StatusCode)
				}
			}
			ch <- result{id, err}
		}()
	}
	for range ids {
		r := <-ch
		if r.err != nil {
			a.log.Error("delete", "id", r.id, "err", r.err)
		}
	}
}

// a callback hears of it
func (a *API) Callback(ctx context.Context) {
	resp, err := a.hc.Do(a.req(ctx, "GET", "/api/flows", nil))
	if err != nil {
		a.onErr(err)
		return
	}
	resp.Body.Close()
	if resp.StatusCode >= 400 {
		a.onErr(errors.New(resp.Status))
	}
}

// a map from outside
func (a *API) Count(ctx context.Context, denied map[string]bool, id string) {
	resp, err := a.hc.Do(a.req(ctx, "GET", "/api/lists/"+id, nil))
	if err != nil {
		return
	}
	resp.Body.Close()
	if resp.StatusCode == 403 || resp.StatusCode == 401 {
		denied[id] = true
	}
	if resp.StatusCode >= 400 {
		a.mu.Lock()
		a.stats["bad"]++
		a.mu.Unlock()
	}
}

// a map that is returned
func (a *API) States(ctx context.Context, ids []string) map[string]string {
	out := map[string]string{}
	for _, id := range ids {
		resp, err := a.hc.Do(a.req(ctx, "GET", "/api/lists/"+id, nil))
		if err != nil {
			continue
		}
		resp.Body.Close()
		switch resp.StatusCode {
		case 200:
			out[id] = "ok"
		case 401, 403:
			out[id] = "denied"
		default:
			out[id] = "failed"
		}
	}
	return out
}

// a handler answers it
func (a *API) Handler(w http.ResponseWriter, r *http.Request) {
	resp, err := a.hc.Do(a.req(r.Context(), "GET", "/api/lists", nil))
	if err != nil {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode == 401 || resp.StatusCode == 403 {
		http.Error(w, "key", http.StatusInternalServerError)
		return
	}
	if resp.StatusCode != 200 {
		io.WriteString(w, "failed")
		return
	}
	io.Copy(w, resp.Body)
}

// failures are counted and told at the end
func (a *API) All(ctx context.Context, ids []string) error {
	failed := 0
	for _, id := range ids {
		resp, err := a.hc.Do(a.req(ctx, "DELETE", "/api/lists/"+id, nil))
		if err != nil {
			failed++
			continue
		}
		resp.Body.Close()
		if resp.StatusCode >= 300 {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d failed", failed)
	}
	return nil
}

// the body's errors are read
func (a *API) Body(ctx context.Context) error {
	resp, err := a.hc.Do(a.req(ctx, "GET", "/api/metrics", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var out struct {
		Data   []any `json:"data"`
		Errors []struct {
			Detail string `json:"detail"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return err
	}
	if len(out.Errors) > 0 {
		return errors.New(out.Errors[0].Detail)
	}
	return nil
}

// a named result and a deferred wrap
func (a *API) Named(ctx context.Context) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("klaviyo: %w", err)
		}
	}()
	var buf bytes.Buffer
	if err = json.NewEncoder(&buf).Encode(map[string]string{"a": "b"}); err != nil {
		return
	}
	resp, err := a.hc.Do(a.req(ctx, "POST", "/api/tags", &buf))
	if err != nil {
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		err = errors.New(resp.Status)
	}
	return
}

// wait helper gets the response
func delay(resp *http.Response, n int) time.Duration {
	if resp != nil {
		if v := resp.Header.Get("Retry-After"); v != "" {
			if s, err := strconv.Atoi(v); err == nil {
				return time.Duration(s) * time.Second
			}
		}
	}
	return time.Duration(1<<n) * time.Second
}

func retriable(resp *http.Response, err error) bool {
	if err != nil {
		return true
	}
	return resp.StatusCode == 429 || resp.StatusCode >= 500
}

func (a *API) Wait(ctx context.Context) (*http.Response, error) {
	var resp *http.Response
	var err error
	for n := 0; n < 5; n++ {
		resp, err = a.hc.Do(a.req(ctx, "GET", "/api/metrics", nil))
		if !retriable(resp, err) {
			break
		}
		if resp != nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		t := time.NewTimer(delay(resp, n))
		select {
		case <-ctx.Done():
			t.Stop()
			return nil, ctx.Err()
		case <-t.C:
		}
	}
	return resp, err
}

// struct around the response
type Response struct {
	*http.Response
	Body []byte
}

func (a *API) Around(ctx context.Context) (*Response, error) {
	resp, err := a.hc.Do(a.req(ctx, "GET", "/api/metrics", nil))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return &Response{resp, b}, err
}

// a worker goes on after a failure, as after a success
func (a *API) Worker(ctx context.Context, jobs <-chan string) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-jobs:
			resp, err := a.hc.Do(a.req(ctx, "GET", "/api/lists/"+id, nil))
			if err != nil {
				a.log.Error("get", "err", err)
				continue
			}
			resp.Body.Close()
			if resp.StatusCode >= 400 {
				a.log.Error("get", "status", resp.StatusCode)
				continue
			}
		}
	}
}

func (a *API) Every(ctx context.Context) {
	for {
		resp, err := a.hc.Do(a.req(ctx, "GET", "/api/accounts", nil))
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode >= 400 {
				a.log.Warn("account", "status", resp.StatusCode)
			}
		}
		time.Sleep(time.Minute)
	}
}

// goroutine group with a shared error
func (a *API) Shared(ctx context.Context) error {
	var wg sync.WaitGroup
	var first error
	wg.Add(1)
	go func() {
		defer wg.Done()
		resp, err := a.hc.Do(a.req(ctx, "GET", "/api/accounts", nil))
		if err != nil {
			first = err
			return
		}
		resp.Body.Close()
		if resp.StatusCode != 200 {
			first = errors.New(resp.Status)
		}
	}()
	wg.Wait()
	return first
}

// the token is renewed after 401
func (a *API) Renew(ctx context.Context) error {
	for i := 0; i < 2; i++ {
		resp, err := a.hc.Do(a.req(ctx, "GET", "/api/accounts", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 401 && i == 0 {
			a.key = a.token(ctx)
			continue
		}
		if resp.StatusCode != 200 {
			return errors.New(resp.Status)
		}
		return nil
	}
	return nil
}

func (a *API) token(ctx context.Context) string {
	resp, err := a.hc.PostForm(host+"/oauth/token", nil)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		a.log.Error("token", "status", resp.StatusCode)
		return ""
	}
	b, _ := io.ReadAll(resp.Body)
	return string(b)
}

// interface with two implementations
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

type limited struct {
	next Doer
	tick <-chan time.Time
}

func (l *limited) Do(r *http.Request) (*http.Response, error) {
	<-l.tick
	return l.next.Do(r)
}

type viaDoer struct{ d Doer }

func (v *viaDoer) Get(ctx context.Context) error {
	r, _ := http.NewRequestWithContext(ctx, "GET", host+"/api/tags", nil)
	resp, err := v.d.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotFound {
		return nil
	}
	if resp.StatusCode >= 400 {
		return errors.New(resp.Status)
	}
	return nil
}
