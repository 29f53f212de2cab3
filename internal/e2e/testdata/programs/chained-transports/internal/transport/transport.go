// Package transport holds round trippers.
package transport

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Chain applies the wrappers from the outside in.
func Chain(rt http.RoundTripper, ws ...func(http.RoundTripper) http.RoundTripper) http.RoundTripper {
	for i := len(ws) - 1; i >= 0; i-- {
		rt = ws[i](rt)
	}
	return rt
}

type Func func(*http.Request) (*http.Response, error)

func (f Func) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func KlaviyoAuth(key string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return Func(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			r.Header.Set("Authorization", "Klaviyo-API-Key "+key)
			r.Header.Set("revision", "2026-07-15")
			return next.RoundTrip(r)
		})
	}
}

func Patience(max int) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return Func(func(r *http.Request) (*http.Response, error) {
			for i := 0; ; i++ {
				if i > 0 && r.GetBody != nil {
					b, err := r.GetBody()
					if err != nil {
						return nil, err
					}
					r.Body = b
				}
				res, err := next.RoundTrip(r)
				if err != nil || res.StatusCode != http.StatusTooManyRequests || i >= max {
					return res, err
				}
				s, _ := strconv.Atoi(res.Header.Get("Retry-After"))
				res.Body.Close()
				select {
				case <-time.After(time.Duration(s) * time.Second):
				case <-r.Context().Done():
					return nil, r.Context().Err()
				}
			}
		})
	}
}

func Log(l *slog.Logger) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return Func(func(r *http.Request) (*http.Response, error) {
			t := time.Now()
			res, err := next.RoundTrip(r)
			l.Info("call", "method", r.Method, "path", r.URL.Path, "took", time.Since(t), "err", err)
			return res, err
		})
	}
}
