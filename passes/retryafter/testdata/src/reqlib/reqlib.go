// Package reqlib has retries by imroc/req, and clients of which some wait.
package reqlib

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/imroc/req/v3"
)

func client() *req.Client { return req.C().SetBaseURL("https://a.klaviyo.com/api") }

func judge(resp *req.Response, err error) error {
	if err == nil && resp.IsErrorState() {
		return errors.New("klaviyo said no")
	}
	return err
}

func told(resp *req.Response, n int) time.Duration {
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		return time.Duration(s) * time.Second
	}
	return time.Duration(n) * time.Second
}

func never(resp *req.Response, n int) time.Duration { return time.Duration(n) * time.Second }

func fixed() error {
	c := client().SetCommonRetryCount(3).SetCommonRetryFixedInterval(time.Second).AddCommonRetryCondition(func(resp *req.Response, err error) bool {
		return err != nil || resp.StatusCode == http.StatusTooManyRequests // want `429 is retried without the wait that Retry-After asks for`
	})
	return judge(c.R().Get("/tags"))
}

func growing() error {
	c := client().SetCommonRetryCount(3).SetCommonRetryBackoffInterval(time.Second, time.Minute)
	return judge(c.R().AddRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429 // want `429 is retried without the wait that Retry-After asks for`
	}).Get("/flows"))
}

// Without an interval the library waits a tenth of a second.
func byDefault() error {
	return judge(client().R().SetRetryCount(2).SetRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode >= 500 || resp.StatusCode == 429 // want `429 is retried without the wait that Retry-After asks for`
	}).Get("/lists"))
}

func ownWait() error {
	return judge(client().SetCommonRetryCount(2).SetCommonRetryInterval(never).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429 // want `429 is retried without the wait that Retry-After asks for`
	}).R().Get("/forms"))
}

// The last of the intervals holds.
func replaced() error {
	return judge(client().R().SetRetryCount(2).SetRetryInterval(told).SetRetryFixedInterval(time.Second).SetRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429 // want `429 is retried without the wait that Retry-After asks for`
	}).Get("/images"))
}

func waits() error {
	c := client().SetCommonRetryCount(3).SetCommonRetryFixedInterval(time.Second).SetCommonRetryInterval(told).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429
	})
	return judge(c.R().Get("/tags"))
}

func waitsInTheHook() error {
	c := client().SetCommonRetryCount(3).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429
	}).SetCommonRetryHook(func(resp *req.Response, err error) {
		s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		time.Sleep(time.Duration(s) * time.Second)
	})
	return judge(c.R().Get("/tags"))
}

// Errors alone are sent again.
func errorsOnly() error {
	return judge(client().SetCommonRetryCount(3).SetCommonRetryFixedInterval(time.Second).R().Get("/tags"))
}

// The condition of the request takes the place of the client's.
func overridden() error {
	c := client().SetCommonRetryCount(3).SetCommonRetryCondition(func(resp *req.Response, err error) bool { return resp.StatusCode == 429 })
	return judge(c.R().SetRetryCondition(func(resp *req.Response, err error) bool { return err != nil }).Get("/tags"))
}

func notAtAll() error {
	return judge(client().SetCommonRetryCount(0).SetCommonRetryCondition(func(resp *req.Response, err error) bool { return resp.StatusCode == 429 }).R().Get("/tags"))
}

// Both may be set up together, so that no wait is missing.
func together(careful bool) error {
	c := client().SetCommonRetryCount(3)
	if careful {
		c.SetCommonRetryCondition(func(resp *req.Response, err error) bool { return resp.StatusCode == 429 }).SetCommonRetryInterval(told)
	}
	return judge(c.R().Get("/tags"))
}

// The wait is there on some paths, and the retry on all.
func sometimes(careful bool) error {
	c := client().SetCommonRetryCount(3).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == 429 // want `429 is retried without the wait that Retry-After asks for`
	})
	if careful {
		c.SetCommonRetryInterval(told)
	}
	return judge(c.R().Get("/tags"))
}

// Service embeds one of two clients.
type Service struct{ *req.Client }

// Hasty does not wait.
func Hasty() *Service {
	return &Service{client().SetCommonRetryCount(2).SetCommonRetryFixedInterval(time.Second).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == http.StatusTooManyRequests // want `429 is retried without the wait that Retry-After asks for`
	})}
}

// Calm does.
func Calm() *Service {
	return &Service{client().SetCommonRetryCount(2).SetCommonRetryInterval(told).SetCommonRetryCondition(func(resp *req.Response, err error) bool {
		return resp.StatusCode == http.StatusTooManyRequests
	})}
}

// Tags asks for the tags.
func (s *Service) Tags() error { return judge(s.R().Get("/tags")) }

func pace(_, _ time.Duration, n int, _ *http.Response) time.Duration {
	return time.Duration(n) * time.Second
}

func heed(_, _ time.Duration, _ int, resp *http.Response) time.Duration {
	s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return time.Duration(s) * time.Second
}

func ask(c *retryablehttp.Client) error {
	resp, err := c.Get("https://a.klaviyo.com/api/coupons")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return errors.New(resp.Status)
	}
	return nil
}

// What takes the place of the library's own policy on some paths is judged.
func replacedPolicy(batch bool) error {
	c := retryablehttp.NewClient()
	if batch {
		c.Backoff = pace
		c.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			return err != nil || resp.StatusCode == 429, nil // want `429 is retried without the wait that Retry-After asks for`
		}
	}
	return ask(c)
}

func otherPolicies(batch bool) error {
	c := retryablehttp.NewClient()
	if batch {
		c.Backoff = pace
		c.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			return err != nil, nil
		}
	}
	d := retryablehttp.NewClient()
	d.Backoff = pace
	if batch {
		d.Backoff = heed
	} else {
		d.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) { return err != nil, nil }
	}
	e := retryablehttp.NewClient()
	if batch {
		e.Backoff = heed
		e.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			return err != nil || resp.StatusCode == 429, nil
		}
	}
	return errors.Join(ask(c), ask(d), ask(e))
}
