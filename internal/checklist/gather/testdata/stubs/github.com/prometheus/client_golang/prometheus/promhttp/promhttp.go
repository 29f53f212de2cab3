// Package promhttp stands in for the package of that name: signatures alone.
package promhttp

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
)

type Option interface{ apply() }

type RoundTripperFunc func(req *http.Request) (*http.Response, error)

func (rt RoundTripperFunc) RoundTrip(r *http.Request) (*http.Response, error) { return rt(r) }

func InstrumentRoundTripperCounter(counter *prometheus.CounterVec, next http.RoundTripper, opts ...Option) RoundTripperFunc {
	return next.RoundTrip
}

func InstrumentRoundTripperDuration(obs *prometheus.HistogramVec, next http.RoundTripper, opts ...Option) RoundTripperFunc {
	return next.RoundTrip
}

func Handler() http.Handler { return nil }
