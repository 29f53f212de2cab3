// Package promauto has the signatures of client_golang.
package promauto

import "github.com/prometheus/client_golang/prometheus"

func NewCounterVec(opts prometheus.CounterOpts, labels []string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(opts, labels)
}

func NewHistogramVec(opts prometheus.HistogramOpts, labels []string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(opts, labels)
}

func NewCounter(opts prometheus.CounterOpts) prometheus.Counter { return prometheus.NewCounter(opts) }
