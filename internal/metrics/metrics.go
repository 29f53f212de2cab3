// Package metrics knows the metrics that a program makes: their full names,
// labels, buckets, and whether they are registered anywhere.
package metrics

import (
	"go/constant"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// A Metric is one that the program makes.
type Metric struct {
	Name string // full: namespace and subsystem included; "" where it is not known
	Kind string // counter, histogram, summary, gauge
	// System is prometheus, otel, datadog or statsd.
	System  string
	Labels  []string
	Const   map[string]string
	Buckets []float64 // upper bounds; nil for the library's own
	// Objectives are the quantiles of a summary.
	Objectives []float64
	Registered bool
	Unit       string
	// VMRange is set for histograms of VictoriaMetrics, whose buckets have the label
	// vmrange in place of le: Prometheus cannot compute a quantile of them.
	VMRange bool
	// ByName is set where each call names the metric: calls with the same name are
	// about the same one.
	ByName bool
	Made   ssa.CallInstruction
}

// defaults are the bounds of client_golang's DefBuckets, histogram.go.
var defaults = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// otelDefaults are those of OpenTelemetry's otelhttp, internal/semconv/client.go.
var otelDefaults = []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10}

// LastBound is the largest finite bound of a histogram.
func (m *Metric) LastBound() float64 {
	b := m.Buckets
	if b == nil {
		b = defaults
		if m.System == "otel" {
			b = otelDefaults
		}
	}
	return slices.Max(b)
}

// Find lists the metrics of a program, in the order of their places.
func Find(p *paths.Program, t *tables.Tables) []*Metric {
	var out []*Metric
	for _, f := range p.Funcs() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(ssa.CallInstruction)
				if !ok {
					continue
				}
				names := p.Names(c)
				if row := t.Find(names, tables.Metric); row != nil {
					out = append(out, read(p, c, row))
				} else if row := t.Find(names, tables.Count, tables.Observe); row != nil && byName(row) {
					out = append(out, named(p, c, row))
				}
			}
		}
	}
	return out
}

// byName reports whether the functions of a library take the metric's name at each
// call.
func byName(r *tables.Row) bool {
	return strings.HasPrefix(r.Package, "github.com/DataDog/datadog-go") || r.Package == "github.com/hashicorp/go-metrics"
}

func named(p *paths.Program, c ssa.CallInstruction, row *tables.Row) *Metric {
	m := &Metric{System: "datadog", Made: c, Registered: true, Kind: "counter", Const: map[string]string{}}
	if row.Role == tables.Observe {
		m.Kind = "histogram"
	}
	if row.Package == "github.com/hashicorp/go-metrics" {
		m.System = "statsd"
	}
	args := c.Common().Args
	if !c.Common().IsInvoke() && row.Type != "" && len(args) > 0 {
		args = args[1:]
	}
	m.ByName = true
	if len(args) > 0 {
		m.Name = text(p, args[0])
	}
	if m.System == "datadog" && m.Name != "" {
		prefix, known := namespace(p, c)
		m.Name = prefix + m.Name
		if !known {
			m.Name = ""
		}
	}
	return m
}

// namespace is what a client of datadog-go puts before every name, by its option
// WithNamespace: statsd/options.go of v5.9.1 adds the dot where it is missing.
func namespace(p *paths.Program, c ssa.CallInstruction) (prefix string, known bool) {
	recv := c.Common().Value
	if !c.Common().IsInvoke() {
		recv = c.Common().Args[0]
	}
	known = true
	for _, o := range p.Origins(recv) {
		if o.Call == nil || !slices.ContainsFunc(o.Names, func(n string) bool { return strings.HasSuffix(n, "/statsd.New") }) {
			continue
		}
		for _, a := range o.Call.Common().Args {
			p.Depends(a, func(v ssa.Value) bool {
				option, ok := v.(*ssa.Call)
				if !ok || !slices.ContainsFunc(p.Names(option), func(n string) bool { return strings.HasSuffix(n, "/statsd.WithNamespace") }) {
					return false
				}
				s := text(p, option.Call.Args[0])
				if s == "" || prefix != "" && prefix != s {
					known = false
				}
				prefix = s
				return false
			})
		}
	}
	if prefix != "" && !strings.HasSuffix(prefix, ".") {
		prefix += "."
	}
	return prefix, known
}

// series reads the name of a series of VictoriaMetrics, a text or a format, and the
// labels of it that are constant.
func series(p *paths.Program, v ssa.Value) (name string, labels map[string]string) {
	full := text(p, v)
	if call, ok := v.(*ssa.Call); ok && full == "" && slices.Contains(p.Names(call), "fmt.Sprintf") {
		full = text(p, call.Call.Args[0])
	}
	name, _, _ = strings.Cut(full, "{")
	if strings.Contains(name, "%") {
		return "", nil
	}
	labels = map[string]string{}
	for l, v := range paths.SeriesLabels(full) {
		if !strings.Contains(v, "%") {
			labels[l] = v
		}
	}
	return name, labels
}

func text(p *paths.Program, v ssa.Value) string {
	found := ""
	for _, o := range p.Origins(v) {
		s, ok := o.Text()
		if !ok || found != "" && s != found {
			return ""
		}
		found = s
	}
	return found
}

// read reads a constructor: its options, and its labels.
func read(p *paths.Program, c ssa.CallInstruction, row *tables.Row) *Metric {
	m := &Metric{Kind: row.Detail, Made: c, Const: map[string]string{}, System: "prometheus"}
	args := c.Common().Args
	if !c.Common().IsInvoke() && row.Type != "" && len(args) > 0 {
		args = args[1:]
	}
	if len(args) == 0 {
		return m
	}
	switch {
	case strings.HasPrefix(row.Package, "go.opentelemetry.io"):
		m.System, m.Registered = "otel", true
		m.Name = text(p, args[0])
		return m
	case strings.HasPrefix(row.Package, "github.com/VictoriaMetrics"):
		m.Registered, m.ByName = true, true
		m.Name, m.Const = series(p, args[0])
		m.VMRange = m.Kind == "histogram" && !strings.Contains(row.Name, "Prometheus")
		if strings.HasSuffix(row.Name, "Ext") && len(args) > 1 {
			m.Buckets = floats(p, args[1])
		}
		return m
	}
	opts := fieldsOf(p, args[0])
	var parts []string
	for _, k := range []string{"Namespace", "Subsystem", "Name"} {
		v, set := opts[k]
		if !set {
			continue
		}
		s := text(p, v)
		if s == "" {
			parts = nil
			break
		}
		parts = append(parts, s)
	}
	m.Name = strings.Join(parts, "_")
	if b, ok := opts["Buckets"]; ok {
		m.Buckets = floats(p, b)
	}
	if o, ok := opts["Objectives"]; ok {
		m.Objectives = keys(p, o)
	}
	if len(args) > 1 {
		m.Labels = stringsOf(p, args[1])
	}
	m.Registered = strings.HasSuffix(row.Package, "/promauto") || registered(p, c)
	return m
}

// fieldsOf reads what is stored to the fields of a struct value.
func fieldsOf(p *paths.Program, v ssa.Value) map[string]ssa.Value {
	out := map[string]ssa.Value{}
	if ct, ok := v.(*ssa.ChangeType); ok {
		v = ct.X
	}
	u, ok := v.(*ssa.UnOp)
	if !ok {
		return out
	}
	refs := u.X.Referrers()
	if refs == nil {
		return out
	}
	for _, r := range *refs {
		fa, ok := r.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, s := range *fa.Referrers() {
			if st, ok := s.(*ssa.Store); ok && st.Addr == ssa.Value(fa) {
				out[paths.FieldName(fa)] = st.Val
			}
		}
	}
	return out
}

// elements reads the elements of a slice literal, in order.
func elements(v ssa.Value) []ssa.Value {
	if ct, ok := v.(*ssa.ChangeType); ok {
		v = ct.X
	}
	s, ok := v.(*ssa.Slice)
	if !ok {
		return nil
	}
	refs := s.X.Referrers()
	if refs == nil {
		return nil
	}
	byIndex := map[int64]ssa.Value{}
	for _, r := range *refs {
		ia, ok := r.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		k, ok := ia.Index.(*ssa.Const)
		if !ok {
			return nil
		}
		for _, u := range *ia.Referrers() {
			if st, ok := u.(*ssa.Store); ok {
				byIndex[k.Int64()] = st.Val
			}
		}
	}
	out := make([]ssa.Value, len(byIndex))
	for i, e := range byIndex {
		if int(i) >= len(out) {
			return nil
		}
		out[i] = e
	}
	return out
}

func stringsOf(p *paths.Program, v ssa.Value) []string {
	var out []string
	for _, e := range elements(v) {
		out = append(out, text(p, e))
	}
	return out
}

func floats(p *paths.Program, v ssa.Value) []float64 {
	var out []float64
	for _, e := range elements(v) {
		k, ok := e.(*ssa.Const)
		if !ok || k.Value == nil {
			return nil
		}
		f, _ := constant.Float64Val(constant.ToFloat(k.Value))
		out = append(out, f)
	}
	return out
}

// keys reads the keys of a map literal of numbers.
func keys(p *paths.Program, v ssa.Value) []float64 {
	var out []float64
	refs := v.Referrers()
	if refs == nil {
		return nil
	}
	for _, r := range *refs {
		if mu, ok := r.(*ssa.MapUpdate); ok {
			if k, ok := mu.Key.(*ssa.Const); ok && k.Value != nil {
				f, _ := constant.Float64Val(constant.ToFloat(k.Value))
				out = append(out, f)
			}
		}
	}
	slices.Sort(out)
	return out
}

// registered reports whether some registry is given the metric.
func registered(p *paths.Program, made ssa.CallInstruction) bool {
	v, ok := made.(ssa.Value)
	if !ok {
		return false
	}
	for _, f := range p.Funcs() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(ssa.CallInstruction)
				if !ok || !slices.ContainsFunc(p.Names(c), func(n string) bool {
					return strings.HasPrefix(n, "github.com/prometheus/client_golang/") && (strings.HasSuffix(n, ".MustRegister") || strings.HasSuffix(n, ".Register"))
				}) {
					continue
				}
				for _, a := range c.Common().Args {
					if p.Depends(a, func(x ssa.Value) bool { return x == v }) {
						return true
					}
				}
			}
		}
	}
	return false
}

// Of finds the metric that an event is about.
func Of(p *paths.Program, list []*Metric, e *paths.Event) *Metric {
	for _, m := range list {
		if m.Made == e.Call {
			return m
		}
	}
	common := e.Call.Common()
	recv := common.Value
	if !common.IsInvoke() {
		if len(common.Args) == 0 {
			return nil
		}
		recv = common.Args[0]
	}
	var found *Metric
	p.Depends(recv, func(v ssa.Value) bool {
		for _, m := range list {
			if mv, ok := m.Made.(ssa.Value); ok && mv == v {
				found = m
				return true
			}
		}
		return false
	})
	return found
}
