// Package prometheus has the shape of the library, as far as the fixtures need it.
package prometheus

type Labels map[string]string

type Counter interface{ Inc() }

type CounterOpts struct{ Name string }

type CounterVec struct{}

func NewCounterVec(o CounterOpts, labels []string) *CounterVec
func (v *CounterVec) WithLabelValues(lvs ...string) Counter
func (v *CounterVec) With(l Labels) Counter
