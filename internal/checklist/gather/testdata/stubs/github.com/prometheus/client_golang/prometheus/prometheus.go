// Package prometheus stands in for the package of that name: signatures alone.
package prometheus

type Opts struct {
	Namespace, Subsystem, Name, Help string
	ConstLabels                      map[string]string
}

type CounterOpts Opts

type GaugeOpts Opts

type HistogramOpts struct {
	Namespace, Subsystem, Name, Help string
	Buckets                          []float64
}

type Labels map[string]string

type Collector interface{ Describe(chan<- string) }

type Counter interface {
	Collector
	Inc()
	Add(float64)
}

type Gauge interface {
	Collector
	Set(float64)
}

type Observer interface{ Observe(float64) }

type Histogram interface {
	Collector
	Observe(float64)
}

type CounterVec struct{ n int }

func (v *CounterVec) Describe(chan<- string)                {}
func (v *CounterVec) WithLabelValues(lvs ...string) Counter { return nil }
func (v *CounterVec) With(labels Labels) Counter            { return nil }

type HistogramVec struct{ n int }

func (v *HistogramVec) Describe(chan<- string)                 {}
func (v *HistogramVec) WithLabelValues(lvs ...string) Observer { return nil }
func (v *HistogramVec) With(labels Labels) Observer            { return nil }

func NewCounterVec(opts CounterOpts, labels []string) *CounterVec       { return &CounterVec{} }
func NewHistogramVec(opts HistogramOpts, labels []string) *HistogramVec { return &HistogramVec{} }
func NewCounter(opts CounterOpts) Counter                               { return nil }
func NewGauge(opts GaugeOpts) Gauge                                     { return nil }
func NewHistogram(opts HistogramOpts) Histogram                         { return nil }

func MustRegister(cs ...Collector) {}

type Registerer interface {
	Register(Collector) error
	MustRegister(...Collector)
}

type Registry struct{}

func NewRegistry() *Registry { return &Registry{} }

func (r *Registry) Register(Collector) error     { return nil }
func (r *Registry) MustRegister(cs ...Collector) {}

type Timer struct{ o Observer }

func NewTimer(o Observer) *Timer { return &Timer{o} }

func (t *Timer) ObserveDuration() float64 { return 0 }
