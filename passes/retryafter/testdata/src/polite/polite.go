// Package polite has a transport that hands 429 on, and a caller that waits as long as it says.
package polite

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type counted struct{ next http.RoundTripper }

func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		limited++
	}
	return resp, nil
}

var limited int

type shop struct{ web *http.Client }

func open() *shop { return &shop{&http.Client{Transport: counted{http.DefaultTransport}}} }

func (s *shop) Lists() error {
	for range 4 {
		resp, err := s.web.Get("https://a.klaviyo.com/api/lists")
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusTooManyRequests {
			secs, err := strconv.Atoi(resp.Header.Get("Retry-After"))
			if err != nil {
				secs = 5
			}
			time.Sleep(time.Duration(secs) * time.Second)
			continue
		}
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("lists: %s", resp.Status)
		}
		return nil
	}
	return fmt.Errorf("lists: limited")
}
