package items

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist/alerts"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/metrics"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// AlertInput says which metrics the code emits for Klaviyo's answers: what alert
// rules can be written for.
func AlertInput(in *Input) *alerts.Input {
	c := newContext(in)
	a := &alerting{context: c, byMade: map[ssa.CallInstruction]*alerts.Metric{}}
	out := &alerts.Input{Module: in.Module, Settings: in.Settings.Checklist.Alerts, Handler: c.hasHandlers(), Library: c.library()}
	calls := c.sends(nil)
	out.Calls = len(calls)
	for _, call := range calls {
		for _, status := range []int{429, 401, 403, 503, 500, 200, 400, 404, 409} {
			ways, _ := c.ways(call, status)
			for i := range ways {
				a.answers(&ways[i], status)
			}
		}
	}
	// Without an answer the label that holds the status is known by now.
	for _, call := range calls {
		ways, _ := c.ways(call, 0)
		for i := range ways {
			a.silence(&ways[i])
		}
	}
	if len(calls) > 0 {
		a.transport()
	}
	a.rejections()
	for _, m := range a.list {
		switch {
		case m.Name == "":
			out.Unknown = append(out.Unknown, m.Made)
		case !a.unregistered[m]:
			out.Metrics = append(out.Metrics, *m)
		default:
			out.Unknown = append(out.Unknown, m.Made+" ("+m.Name+" is registered nowhere, so nobody scrapes it)")
		}
	}
	return out
}

// alerting collects metrics, each once.
type alerting struct {
	*context
	list         []*alerts.Metric
	byMade       map[ssa.CallInstruction]*alerts.Metric
	unregistered map[*alerts.Metric]bool
	answered     map[*alerts.Metric]map[string]bool // labels that answers have
}

// metric returns the entry of a metric; purpose holds for a new one.
func (a *alerting) metric(m *metrics.Metric, purpose alerts.Purpose, counted ssa.CallInstruction) *alerts.Metric {
	if out := a.known(m); out != nil {
		return out
	}
	out := &alerts.Metric{VMRange: m.VMRange,
		Name: m.Name, System: alerts.System(m.System), Kind: alerts.Kind(m.Kind), Purpose: purpose,
		Buckets: m.Buckets, Objectives: m.Objectives, Fixed: map[string]string{},
	}
	if !m.ByName { // of those with names the labels tell series apart
		maps.Copy(out.Fixed, m.Const)
	}
	if m.Made != nil {
		out.Made = a.spot(m.Made)
		a.byMade[m.Made] = out
		a.unit(out, m)
	}
	if counted != nil {
		out.Counted = a.spot(counted)
	}
	if !m.Registered {
		if a.unregistered == nil {
			a.unregistered = map[*alerts.Metric]bool{}
		}
		a.unregistered[out] = true
	}
	a.list = append(a.list, out)
	return out
}

// known is the entry of a metric that was met before: made by the same call, or, of
// those that each call names, with the same name.
func (a *alerting) known(m *metrics.Metric) *alerts.Metric {
	if m.Made == nil {
		return nil
	}
	if out := a.byMade[m.Made]; out != nil {
		return out
	}
	if !m.ByName || m.Name == "" {
		return nil
	}
	for _, out := range a.list {
		if out.Name == m.Name && out.System == alerts.System(m.System) {
			a.byMade[m.Made] = out
			return out
		}
	}
	return nil
}

// counts notes that a status is counted.
func counts(m *alerts.Metric, status int) {
	if !slices.Contains(m.Counts, status) {
		m.Counts = append(m.Counts, status)
		slices.Sort(m.Counts)
	}
}

func (a *alerting) spot(in ssa.Instruction) string {
	p := a.ssaPos(paths.Pos(in))
	if !p.IsValid() {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.Path, p.Line)
}

// unit finds the unit of a duration: by the option of OpenTelemetry, by what the
// library measures, or by the suffix that client_golang's users write.
func (a *alerting) unit(out *alerts.Metric, m *metrics.Metric) {
	names := a.Program.Names(m.Made)
	is := func(suffix string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, suffix) })
	}
	switch out.System {
	case alerts.Datadog:
		switch {
		case is(".Distribution"):
			out.Kind = alerts.Distribution
		case is(".Timing"):
			out.Kind, out.Unit = alerts.Timing, "ms"
		case is(".Histogram"):
			out.Kind = alerts.Timing
		}
	case alerts.OTel:
		for _, arg := range m.Made.Common().Args {
			a.Program.Depends(arg, func(v ssa.Value) bool {
				call, ok := v.(*ssa.Call)
				if ok && slices.Contains(a.Program.Names(call), "go.opentelemetry.io/otel/metric.WithUnit") && len(call.Call.Args) == 1 {
					out.Unit, _ = constString(call.Call.Args[0])
				}
				return false
			})
		}
	}
	if out.Unit == "" {
		name := strings.TrimSuffix(out.Name, "_total")
		switch {
		case strings.HasSuffix(name, "_seconds"):
			out.Unit = "s"
		case strings.HasSuffix(name, "_ms"), strings.HasSuffix(name, ".ms"), strings.Contains(name, "milliseconds"):
			out.Unit = "ms"
		}
	}
}

// labelled lists the labels that an event gives a metric, with the values that are
// known on this way.
func (a *alerting) labelled(m *metrics.Metric, e *paths.Event) map[string]string {
	out := map[string]string{}
	if m.ByName {
		maps.Copy(out, m.Const)
	}
	for i, v := range e.Values {
		if i < len(m.Labels) {
			out[m.Labels[i]] = v
		}
	}
	maps.Copy(out, e.Pairs)
	if m.System == "datadog" {
		for _, v := range e.Labels {
			if name, value, ok := strings.Cut(v, ":"); ok {
				out[name] = value
			}
		}
	}
	return out
}

// signalsOf visits the metrics that a way counts or observes.
func (a *alerting) signalsOf(w *paths.Way, visit func(m *metrics.Metric, e *paths.Event, row *tables.Row)) {
	if w.End == paths.EndLost {
		return
	}
	for i := range w.Events {
		e := &w.Events[i]
		row := a.tab.Find(e.Names, tables.Label, tables.Count, tables.Observe)
		if row == nil || row.User {
			continue
		}
		if m := metrics.Of(a.Program, a.metricsOf(), e); m != nil {
			visit(m, e, row)
		}
	}
}

// answers reads what a way with a status counts.
func (a *alerting) answers(w *paths.Way, status int) {
	a.signalsOf(w, func(m *metrics.Metric, e *paths.Event, _ *tables.Row) {
		purpose := alerts.Answers
		if m.Kind != "counter" {
			purpose = alerts.Durations
			if m.Kind == "gauge" && !strings.Contains(m.Name, "duration") && !strings.Contains(m.Name, "seconds") && !strings.Contains(m.Name, "latency") {
				purpose = alerts.Answers
			}
		}
		labels := a.labelled(m, e)
		hasStatus := ""
		for _, l := range slices.Sorted(maps.Keys(labels)) {
			if statusValue(labels[l], status) {
				hasStatus = l
			}
		}
		out := a.metric(m, purpose, e.Call)
		if hasStatus != "" || out.Status == "" {
			counts(out, status)
		}
		if a.answered == nil {
			a.answered = map[*alerts.Metric]map[string]bool{}
		}
		if a.answered[out] == nil {
			a.answered[out] = map[string]bool{}
		}
		for l, v := range labels {
			a.answered[out][l] = true
			switch {
			case l == hasStatus && l != "":
				if out.Status == "" {
					out.Status = l
				}
				if v != itoa(status) {
					out.Classes = true
					if status == 429 || status == 401 || status == 403 {
						out.Class = v
					}
				}
			case v == "a.klaviyo.com":
				out.Host, out.Shared = l, true
			}
		}
	})
}

// silence reads what a way without an answer counts.
func (a *alerting) silence(w *paths.Way) {
	a.signalsOf(w, func(m *metrics.Metric, e *paths.Event, row *tables.Row) {
		if known := a.known(m); known != nil {
			counts(known, 0)
			if known.Status != "" {
				if v := a.labelled(m, e)[known.Status]; v != "" && !statusValue(v, 200) {
					known.NoAnswer = v
				} else if v == "" {
					a.only(known, a.labelled(m, e))
				}
			}
			return
		}
		if m.Kind == "counter" {
			counts(a.metric(m, alerts.NoAnswers, e.Call), 0)
		} else if row.Role != tables.Count {
			a.metric(m, alerts.Durations, e.Call)
		}
	})
}

// only notes the label that requests without an answer alone have.
func (a *alerting) only(m *alerts.Metric, labels map[string]string) {
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		if labels[l] != "" && !a.answered[m][l] {
			m.Silent = map[string]string{l: labels[l]}
			return
		}
	}
}

// transport adds the metrics that a wrapper around the transport keeps.
func (a *alerting) transport() {
	for _, k := range []struct {
		kind    string
		purpose alerts.Purpose
	}{{"counter", alerts.Answers}, {"histogram", alerts.Durations}} {
		kind, purpose := k.kind, k.purpose
		w := a.wrapped(kind)
		if w == nil || w.metric == nil {
			continue
		}
		if w.metric.System == "otel" {
			if kind == "counter" {
				continue // its histogram counts
			}
			// https://opentelemetry.io/docs/specs/semconv/http/http-metrics/: without
			// an answer there is no status.
			a.list = append(a.list, &alerts.Metric{
				Name: "http.client.request.duration", System: alerts.OTel, Kind: alerts.Histogram, Purpose: alerts.Durations, Unit: "s",
				Status: "http.response.status_code", Host: "server.address", Shared: true,
				Made: fmt.Sprintf("%s:%d", w.place.Path, w.place.Line),
			})
			continue
		}
		out := a.metric(w.metric, purpose, nil)
		if slices.Contains(w.metric.Labels, "code") {
			out.Status = "code"
		}
		out.Counted = fmt.Sprintf("%s:%d", w.place.Path, w.place.Line)
	}
}

// rejections reads what handlers count when they refuse a signature.
func (a *alerting) rejections() {
	for _, h := range a.Handlers {
		for _, check := range h.Result.Checks {
			for _, call := range a.checkCalls(check.Place.Pos, check.Place.End) {
				usual := map[ssa.CallInstruction]bool{}
				for _, w := range a.Program.Follow(call, true, a.watched) {
					for _, e := range w.Events {
						usual[e.Call] = true
					}
				}
				for _, w := range a.Program.Follow(call, false, a.watched) {
					a.signalsOf(&w, func(m *metrics.Metric, e *paths.Event, _ *tables.Row) {
						if usual[e.Call] || m.Kind != "counter" || a.byMade[m.Made] != nil && a.byMade[m.Made].Purpose != alerts.Rejections {
							return
						}
						out := a.metric(m, alerts.Rejections, e.Call)
						for l, v := range a.labelled(m, e) {
							if v != "" {
								out.Fixed[l] = v
							}
						}
					})
				}
			}
		}
	}
}

// library is what the module counts with: the first one that its go.mod requires.
func (c *context) library() alerts.System {
	for _, m := range c.metricsOf() {
		return alerts.System(m.System)
	}
	text, err := os.ReadFile(filepath.Clean(c.GoMod))
	if err != nil {
		return alerts.Prometheus
	}
	for _, l := range []struct {
		module string
		system alerts.System
	}{
		{"github.com/prometheus/client_golang", alerts.Prometheus},
		{"github.com/DataDog/datadog-go", alerts.Datadog},
		{"go.opentelemetry.io/otel", alerts.OTel},
	} {
		if strings.Contains(string(text), l.module) {
			return l.system
		}
	}
	return alerts.Prometheus
}
