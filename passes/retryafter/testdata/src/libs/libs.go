// Package libs has retries by libraries.
package libs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"
	sretry "github.com/sethvargo/go-retry"
)

const base = "https://a.klaviyo.com"

var hc = &http.Client{Timeout: 10 * time.Second}

func cenkalti() error {
	return backoff.Retry(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode == 429 || resp.StatusCode >= 500 { // want `429|sent again`
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		if resp.StatusCode >= 300 {
			return backoff.Permanent(fmt.Errorf("status %d", resp.StatusCode))
		}
		return nil
	}, backoff.NewExponentialBackOff())
}

func cenkaltiAll() error {
	return backoff.Retry(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 { // want `429|sent again`
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}, backoff.NewExponentialBackOff())
}

func cenkaltiOK(ctx context.Context) error {
	return backoff.Retry(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		switch {
		case resp.StatusCode == 429:
			s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			time.Sleep(time.Duration(s) * time.Second)
			return errors.New("limited")
		case resp.StatusCode >= 500:
			return fmt.Errorf("status %d", resp.StatusCode)
		case resp.StatusCode >= 300:
			return backoff.Permanent(fmt.Errorf("status %d", resp.StatusCode))
		}
		return nil
	}, backoff.WithContext(backoff.NewExponentialBackOff(), ctx))
}

func avast() error {
	return retry.Do(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 { // want `429|sent again`
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}, retry.Attempts(3))
}

func avastUnrecoverable() error {
	return retry.Do(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return retry.Unrecoverable(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return retry.Unrecoverable(fmt.Errorf("status %d", resp.StatusCode))
		}
		return nil
	})
}

func avastIf() error {
	return retry.Do(func() error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}, retry.RetryIf(func(err error) bool { return err.Error() == "x" }))
}

func seth(ctx context.Context) error {
	return sretry.Do(ctx, sretry.NewFibonacci(time.Second), func(ctx context.Context) error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode == 429 { // want `429|sent again`
			return sretry.RetryableError(errors.New("limited"))
		}
		if resp.StatusCode != 200 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

func sethNone(ctx context.Context) error {
	return sretry.Do(ctx, sretry.NewFibonacci(time.Second), func(ctx context.Context) error {
		resp, err := hc.Get(base + "/api/lists")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

func withData() (string, error) {
	resp, err := retry.DoWithData(func() (*http.Response, error) { return hc.Get(base + "/api/lists") })
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return "", errors.New(resp.Status)
	}
	return resp.Header.Get("Cid"), nil
}

func hashicorp() error {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Minute
	resp, err := c.Get(base + "/api/lists")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 429 {
		return errors.New("still limited")
	}
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func hashicorpLinear() error {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Minute
	c.Backoff = retryablehttp.LinearJitterBackoff
	resp, err := c.Get(base + "/api/lists") // want `429|sent again`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func fixed(min, max time.Duration, n int, resp *http.Response) time.Duration { return min }
func reads(min, max time.Duration, n int, resp *http.Response) time.Duration {
	if resp != nil {
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			return time.Duration(s) * time.Second
		}
	}
	return min
}

func hashicorpFixed() error {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Minute
	c.Backoff = fixed
	resp, err := c.Get(base + "/api/lists") // want `429|sent again`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func hashicorpReads(b retryablehttp.Backoff, own bool) error {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Minute
	c.Backoff = reads
	if own {
		c.Backoff = b
	}
	resp, err := c.Get(base + "/api/lists")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func restyPlain() error {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute)
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return err
	}
	if resp.IsError() {
		return fmt.Errorf("status %d", resp.StatusCode())
	}
	return nil
}

func restyNever() (string, error) {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute)
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return "", err
	}
	return resp.String(), nil
}

func restyRetry() error {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute).SetRetryCount(3)
	c.AddRetryCondition(func(r *resty.Response, err error) bool {
		return r.StatusCode() == http.StatusTooManyRequests // want `429|sent again`
	})
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return err
	}
	if resp.IsError() {
		return fmt.Errorf("status %d", resp.StatusCode())
	}
	return nil
}

func restyRetryAfter() error {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute).SetRetryCount(3)
	c.AddRetryCondition(func(r *resty.Response, err error) bool {
		return r.StatusCode() == http.StatusTooManyRequests
	})
	c.SetRetryAfter(func(c *resty.Client, r *resty.Response) (time.Duration, error) {
		s, err := strconv.Atoi(r.Header().Get("Retry-After"))
		return time.Duration(s) * time.Second, err
	})
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return err
	}
	if resp.IsError() {
		return fmt.Errorf("status %d", resp.StatusCode())
	}
	return nil
}

func restyHook() (string, error) {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute)
	c.OnAfterResponse(func(c *resty.Client, r *resty.Response) error {
		if r.IsError() {
			return errors.New(r.Status())
		}
		return nil
	})
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return "", err
	}
	return resp.String(), nil
}

func restyAll() error {
	c := resty.New().SetBaseURL(base).SetTimeout(time.Minute).SetRetryCount(3).
		AddRetryCondition(func(r *resty.Response, err error) bool { return r.IsError() }) // want `429|sent again`
	resp, err := c.R().Get("/api/lists")
	if err != nil {
		return err
	}
	if resp.IsError() {
		return fmt.Errorf("status %d", resp.StatusCode())
	}
	return nil
}

func event(body []byte) error {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = time.Minute
	resp, err := c.Post(base+"/api/events", "application/json", `{"data":{"type":"event","attributes":{"properties":{}}}}`) // want `an event without unique_id is retried after a failure, so it may count`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 202 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func eventRetry(body []byte) error {
	for i := 0; i < 3; i++ {
		resp, err := hc.Post(base+"/api/events", "application/json", strings.NewReader(`{"data":{"type":"event","attributes":{"properties":{},"metric":{}}}}`))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 429 || resp.StatusCode >= 500 { // want `an event without unique_id is retried after a failure, so it may count`
			s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			time.Sleep(time.Duration(s) * time.Second)
			continue
		}
		if resp.StatusCode != 202 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return nil
}

func eventRetryOK(body []byte) error {
	for i := 0; i < 3; i++ {
		resp, err := hc.Post(base+"/api/events", "application/json", strings.NewReader(`{"data":{"type":"event","attributes":{"unique_id":"7","properties":{},"metric":{}}}}`))
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 429 || resp.StatusCode >= 500 {
			s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			time.Sleep(time.Duration(s) * time.Second)
			continue
		}
		if resp.StatusCode != 202 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	return nil
}
