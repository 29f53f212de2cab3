// Package retry repeats calls, whoever they go to.
package retry

import (
	"errors"
	"net/http"
	"strconv"
	"time"
)

// ByCode gets nothing but the status, so it cannot wait as the server says.
func ByCode(f func() (int, error)) error {
	for i := 0; i < 4; i++ {
		code, err := f()
		if err != nil {
			return err
		}
		if code != http.StatusTooManyRequests {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return errors.New("retry: gave up")
}

// ByResponse waits as the server says.
func ByResponse(f func() (*http.Response, error)) (*http.Response, error) {
	for {
		resp, err := f()
		if err != nil || resp.StatusCode != http.StatusTooManyRequests {
			return resp, err
		}
		resp.Body.Close()
		s, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			s = 1
		}
		time.Sleep(time.Duration(s) * time.Second)
	}
}
