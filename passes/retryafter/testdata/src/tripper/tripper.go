// Package tripper retries below the client, and gives up with the last answer.
package tripper

import (
	"fmt"
	"net/http"
	"time"
)

type stubborn struct {
	http.RoundTripper
	most int
}

func (s stubborn) RoundTrip(r *http.Request) (*http.Response, error) {
	for n := 0; ; n++ {
		resp, err := s.RoundTripper.RoundTrip(r.Clone(r.Context()))
		if err != nil || n == s.most {
			return resp, err
		}
		if resp.StatusCode != http.StatusTooManyRequests { // want `429 is retried without the wait`
			return resp, nil
		}
		resp.Body.Close()
		time.Sleep(time.Second)
	}
}

type shop struct{ web *http.Client }

func open() *shop { return &shop{&http.Client{Transport: stubborn{http.DefaultTransport, 3}}} }

func (s *shop) Lists() error {
	resp, err := s.web.Get("https://a.klaviyo.com/api/lists")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("lists: %s", resp.Status)
	}
	return nil
}
