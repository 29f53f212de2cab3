// Package prometheus has the signatures of client_golang.
package prometheus

type Opts struct {
	Namespace, Subsystem, Name, Help string
	ConstLabels                      map[string]string
}

type CounterOpts Opts

type HistogramOpts struct {
	Namespace, Subsystem, Name, Help string
	Buckets                          []float64
}

type Counter interface {
	Inc()
	Add(float64)
}

type Observer interface{ Observe(float64) }

type CounterVec struct{ n int }

func (v *CounterVec) WithLabelValues(lvs ...string) Counter { return nil }

type HistogramVec struct{ n int }

func (v *HistogramVec) WithLabelValues(lvs ...string) Observer { return nil }

func NewCounterVec(opts CounterOpts, labels []string) *CounterVec       { return &CounterVec{} }
func NewHistogramVec(opts HistogramOpts, labels []string) *HistogramVec { return &HistogramVec{} }
func NewCounter(opts CounterOpts) Counter                               { return nil }
