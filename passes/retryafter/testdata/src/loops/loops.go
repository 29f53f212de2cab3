// Package loops has retries of its own making.
package loops

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const base = "https://a.klaviyo.com"

type Client struct {
	hc  *http.Client
	key string
}

func (c *Client) build(ctx context.Context, method, path string, body []byte) *http.Request {
	req, _ := http.NewRequestWithContext(ctx, method, base+path, bytes.NewReader(body))
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return req
}

// 1: classic: sleeps one second on 429
func (c *Client) Fixed(ctx context.Context) error {
	for attempt := 0; attempt < 3; attempt++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusTooManyRequests { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

// 2: reads the header
func (c *Client) Honours(ctx context.Context) error {
	for attempt := 0; attempt < 3; attempt++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusTooManyRequests {
			s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			time.Sleep(time.Duration(s) * time.Second)
			continue
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

// 3: || with 5xx, backoff
func (c *Client) Backoff(ctx context.Context) error {
	for i := 0; ; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		if resp.StatusCode >= 500 || resp.StatusCode == 429 { // want `429|sent again`
			resp.Body.Close()
			if i == 5 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			time.Sleep(time.Duration(math.Pow(2, float64(i))) * time.Second)
			continue
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		var out struct{ Data []any }
		return json.NewDecoder(resp.Body).Decode(&out)
	}
}

// 4: switch
func (c *Client) Switch(ctx context.Context) error {
	for {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		switch resp.StatusCode {
		case 200:
			return nil
		case 429: // want `429|sent again`
			time.Sleep(5 * time.Second)
		default:
			return fmt.Errorf("status %d", resp.StatusCode)
		}
	}
}

// 5: retries whatever is not 200
func (c *Client) Everything(ctx context.Context) error {
	for i := range 4 {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK { // want `429|sent again`
				return nil
			}
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return errors.New("gave up")
}

// 6: honours 429, but retries 4xx as well
func (c *Client) FourXX(ctx context.Context) error {
	for i := 0; i < 4; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode >= 400 { // want `429|sent again`
			wait := time.Second
			if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
				wait = time.Duration(s) * time.Second
			}
			time.Sleep(wait)
			continue
		}
		return nil
	}
	return errors.New("gave up")
}

// 7: 404 retried
func (c *Client) NotFound(ctx context.Context) error {
	for i := 0; i < 4; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		switch {
		case resp.StatusCode == 404: // want `429|sent again`
			time.Sleep(time.Second)
			continue
		case resp.StatusCode == 429:
			s, _ := strconv.Atoi(resp.Header["Retry-After"][0])
			time.Sleep(time.Duration(s) * time.Second)
			continue
		case resp.StatusCode >= 300:
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

// 8: refresh the token after 401
func (c *Client) Refresh(ctx context.Context) error {
	for i := 0; i < 2; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 401 {
			c.key = newToken(ctx)
			continue
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

func newToken(ctx context.Context) string { return fmt.Sprint(ctx.Value("token")) }

// 9: list
var retryable = []int{429, 500, 502, 503} // want `429|sent again`

func (c *Client) Listed(ctx context.Context) error {
	for i := 0; i < 4; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if slices.Contains(retryable, resp.StatusCode) {
			time.Sleep(time.Second)
			continue
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

// 10: map
var retryMap = map[int]bool{
	http.StatusTooManyRequests:    true, // want `429|sent again`
	http.StatusServiceUnavailable: true,
}

func (c *Client) Mapped(ctx context.Context) error {
	for i := 0; i < 4; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/lists", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if !retryMap[resp.StatusCode] {
			if resp.StatusCode >= 300 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("gave up")
}

// 11: helper gets the code alone
func shouldRetry(code int) bool {
	return code == http.StatusTooManyRequests || code >= 500 // want `429|sent again`
}

func (c *Client) Helper(ctx context.Context) error {
	for i := 0; i < 4; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/tags", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if !shouldRetry(resp.StatusCode) {
			if resp.StatusCode >= 300 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("gave up")
}

// 12: retry function that takes a function returning the code
func withRetry(f func() (int, error)) error {
	for i := 0; i < 3; i++ {
		code, err := f()
		if err != nil {
			return err
		}
		if code == 429 { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		return nil
	}
	return errors.New("gave up")
}

func (c *Client) CodeOnly(ctx context.Context) error {
	return withRetry(func() (int, error) {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/segments", nil))
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	})
}

// 13: typed error with the value
type RateLimited struct{ After time.Duration }

func (e *RateLimited) Error() string { return "rate limited" }

func (c *Client) Typed(ctx context.Context) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/segments", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 429 {
		s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &RateLimited{time.Duration(s) * time.Second}
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

// 14: sentinel without the value
var ErrLimited = errors.New("rate limited")

func (c *Client) Sentinel(ctx context.Context) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/segments", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 429 { // want `429|sent again`
		return ErrLimited
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

// 15: only a log line
func (c *Client) Logged(ctx context.Context) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/segments", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 429 {
		log.Print("rate limited")
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

// 16: response goes to a caller out of sight
func (c *Client) Raw(ctx context.Context) (*http.Response, error) {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/segments", nil))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == 429 {
		log.Print("rate limited")
		return resp, ErrLimited
	}
	return resp, nil
}

// 17: pagination and poll: no retry
func (c *Client) Pages(ctx context.Context) error {
	url := "/api/profiles"
	for url != "" {
		resp, err := c.hc.Do(c.build(ctx, "GET", url, nil))
		if err != nil {
			return err
		}
		var page struct{ Links struct{ Next string } }
		if resp.StatusCode != 200 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
			return err
		}
		resp.Body.Close()
		url = page.Links.Next
	}
	return nil
}

func (c *Client) Poll(ctx context.Context, id string) error {
	for {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/profile-bulk-import-jobs/"+id, nil))
		if err != nil {
			return err
		}
		var job struct{ Status string }
		json.NewDecoder(resp.Body).Decode(&job)
		resp.Body.Close()
		if resp.StatusCode != 200 {
			log.Printf("status %d", resp.StatusCode)
		}
		if job.Status == "complete" {
			return nil
		}
		time.Sleep(10 * time.Second)
	}
}

// 18: items: each one is tried once
func (c *Client) Items(ctx context.Context, ids []string) {
	for _, id := range ids {
		resp, err := c.hc.Do(c.build(ctx, "DELETE", "/api/lists/"+id, nil))
		if err != nil {
			continue
		}
		resp.Body.Close()
		if resp.StatusCode >= 300 {
			log.Printf("delete %s: %d", id, resp.StatusCode)
			continue
		}
	}
}

// 19: the caller retries whatever error
func (c *Client) once(ctx context.Context) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/flows", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 { // want `429|sent again`
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	var x any
	return json.NewDecoder(resp.Body).Decode(&x)
}

func (c *Client) CallerRetries(ctx context.Context) (err error) {
	for i := 0; i < 3; i++ {
		if err = c.once(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

// 20: status in an error, compared by the caller
type APIError struct{ Status int }

func (e *APIError) Error() string { return "klaviyo: " + strconv.Itoa(e.Status) }

func (c *Client) call(ctx context.Context) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/coupons", nil))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return &APIError{Status: resp.StatusCode}
	}
	return nil
}

func (c *Client) ByError(ctx context.Context) error {
	for {
		err := c.call(ctx)
		var api *APIError
		if errors.As(err, &api) && api.Status == 429 { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

// 21: status class
func (c *Client) Class(ctx context.Context) error {
	for i := 0; i < 3; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode/100 == 5 { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return errors.New("gave up")
}

// 22: only network errors are retried
func (c *Client) Network(ctx context.Context) error {
	var err error
	for i := 0; i < 3; i++ {
		var resp *http.Response
		resp, err = c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		resp.Body.Close()
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return err
}

// 23: header handed to a helper
func wait(h http.Header) time.Duration {
	s, err := strconv.Atoi(h.Get("retry-after"))
	if err != nil {
		return time.Second
	}
	return time.Duration(s) * time.Second
}

func (c *Client) HeaderHelper(ctx context.Context) error {
	for {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 429 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(wait(resp.Header)):
			}
			continue
		}
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
}

// 24: reads it for 503, not for 429
func (c *Client) Wrong(ctx context.Context) error {
	for {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 503 {
			time.Sleep(wait(resp.Header))
			continue
		}
		if resp.StatusCode == 429 { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
}

// 25: recursion
func (c *Client) Recursive(ctx context.Context, n int) error {
	resp, err := c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode == 429 && n > 0 { // want `429|sent again`
		time.Sleep(time.Second)
		return c.Recursive(ctx, n-1)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

// 26: labelled break in a switch
func (c *Client) Label(ctx context.Context) error {
loop:
	for i := 0; i < 3; i++ {
		resp, err := c.hc.Do(c.build(ctx, "GET", "/api/forms", nil))
		if err != nil {
			return err
		}
		resp.Body.Close()
		switch {
		case resp.StatusCode == 429:
			time.Sleep(wait(resp.Header))
		case resp.StatusCode >= 500:
			time.Sleep(time.Second)
		case resp.StatusCode >= 400:
			break loop
		default:
			return nil
		}
	}
	return errors.New("gave up")
}

// 27: another vendor
func Stripe(hc *http.Client) error {
	for {
		resp, err := hc.Get("https://api.stripe.com/v1/charges")
		if err != nil {
			return err
		}
		if resp.StatusCode == 429 {
			time.Sleep(time.Second)
			continue
		}
		return nil
	}
}
