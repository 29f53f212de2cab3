package alerts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A rule is one alert that can be written: what it asks of which metrics, in no
// format yet.
type rule struct {
	alert
	kind condition
	// terms are added up: a metric with what its status label must be.
	terms     []term
	threshold float64 // per minute, or seconds
	comments  []string
	assumed   bool
}

type condition int

const (
	anyEvent  condition = iota // more than none
	perMinute                  // more than threshold a minute
	p95                        // the 95th percentile above threshold seconds
)

// A term is a metric and the values of its status label that count.
type term struct {
	metric Metric
	exact  []string // values
	class  []string // classes of exact codes: "5" for 5xx
}

// Missing is an alert that is not written, and why.
type Missing struct {
	Alert string
	Why   string
	Lines string // what to add to the code; "" where something is to be changed
}

// A Plan is what can be written.
type Plan struct {
	in      *Input
	rules   []rule
	Missing []Missing
	Notices []string // what a person should know about the rules that are written
}

// Empty reports whether nothing calls Klaviyo.
func (p *Plan) Empty() bool { return p.in.Calls == 0 && !p.in.Handler }

// Rules names the alerts that are written.
func (p *Plan) Rules() []string {
	var out []string
	for _, r := range p.rules {
		out = append(out, r.name)
	}
	return out
}

// New decides which alerts can be written for a system to be asked: prometheus,
// datadog or grafana.
func New(in *Input, format string) *Plan {
	p := &Plan{in: in}
	if p.Empty() {
		return p
	}
	for _, u := range in.Unknown {
		p.Notices = append(p.Notices, "a metric whose name is not known gives no rule: "+u)
	}
	for _, a := range five {
		if a.item == "E7" && !in.Handler || a.item != "E7" && in.Calls == 0 {
			continue
		}
		r, why := p.plan(a, format)
		switch {
		case r != nil:
			p.rules = append(p.rules, *r)
		case in.Assume != "":
			p.rules = append(p.rules, p.assume(a))
		default:
			m := Missing{Alert: a.name, Why: why}
			if why == "" {
				m.Why = "nothing counts " + what(a)
				m.Lines = lines(a, in.Library, in.Module)
			}
			p.Missing = append(p.Missing, m)
		}
	}
	return p
}

// what an alert needs counted, in words.
func what(a alert) string {
	switch a.item {
	case "E5":
		return "how long requests to Klaviyo take"
	case "E7":
		return "webhooks with a wrong signature"
	}
	return a.statuses + " of Klaviyo"
}

// plan makes the rule of an alert, or says why not; an empty reason means that
// no metric is there.
func (p *Plan) plan(a alert, format string) (*rule, string) {
	switch a.item {
	case "E5":
		return p.planLatency(a, format)
	case "E7":
		return p.planRejected(a, format)
	}
	return p.planAnswers(a, format)
}

// fits reports whether a format can ask for a metric.
func fits(m Metric, format string) bool {
	if format == "datadog" {
		return true // its agent scrapes Prometheus too
	}
	return m.System == Prometheus || m.System == OTel
}

// of lists the metrics of a purpose that the format can ask for, the best first:
// exact codes before classes, Klaviyo's own before shared ones.
func (p *Plan) of(purpose Purpose, format string) (list []Metric, elsewhere string) {
	for _, m := range p.in.Metrics {
		if m.Purpose != purpose {
			continue
		}
		if !fits(m, format) {
			elsewhere = fmt.Sprintf("%s is sent by %s, which Prometheus does not scrape: -alerts datadog (%s)", m.Name, m.System, m.Made)
			continue
		}
		list = append(list, m)
	}
	order := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Metric) int {
		return cmp.Or(
			cmp.Compare(order(a.Status == ""), order(b.Status == "")),
			cmp.Compare(order(a.Classes), order(b.Classes)),
			cmp.Compare(order(a.Shared && a.Host == ""), order(b.Shared && b.Host == "")),
			cmp.Compare(order(a.NoAnswer == ""), order(b.NoAnswer == "")),
			strings.Compare(a.Name, b.Name))
	})
	return list, elsewhere
}

// planAnswers makes the rules about statuses.
func (p *Plan) planAnswers(a alert, format string) (*rule, string) {
	list, elsewhere := p.of(Answers, format)
	// A duration with the status as label counts answers as well.
	if durations, _ := p.of(Durations, format); len(list) == 0 {
		for _, m := range durations {
			if m.Status != "" && (m.Kind == Histogram || m.Kind == Summary) {
				m.Name = countOf(m)
				m.Kind, m.Unit = Counter, ""
				list = append(list, m)
			}
		}
	}
	if len(list) == 0 {
		return nil, elsewhere
	}
	why := ""
	for i, m := range list {
		t, reason := p.chosen(a, m)
		if reason != "" {
			why = cmp.Or(why, reason)
			continue
		}
		r := p.answered(a, m, t, format)
		for j, other := range list {
			if a.item == "E3" && j != i && other.Status != "" && m.Status != "" {
				p.Notices = append(p.Notices, fmt.Sprintf("%s counts the same answers and is not used: %s does", other.Name, m.Name))
			}
		}
		return r, ""
	}
	return nil, why
}

// wanted are the statuses that an alert is about.
var wanted = map[string][]int{"E2": {429}, "E3": {401, 403}, "E4": {500, 503}}

// chosen says which values of a metric's label an alert counts, or why it cannot. A
// counter without such a label will do where it counts nothing else.
func (p *Plan) chosen(a alert, m Metric) (term, string) {
	t := term{metric: m}
	var counted []int
	for _, s := range wanted[a.item] {
		if m.Counts == nil || slices.Contains(m.Counts, s) {
			counted = append(counted, s)
		}
	}
	switch {
	case m.Kind == Gauge:
		return t, fmt.Sprintf("%s is a gauge, which keeps one value and no count: make it a counter at %s", m.Name, m.Made)
	case len(counted) == 0:
		return t, fmt.Sprintf("%s does not count %s: the code at %s is not reached then", m.Name, what(a), cmp.Or(m.Counted, m.Made))
	case m.Status == "":
		for _, s := range m.Counts {
			if !slices.Contains(wanted[a.item], s) && !(a.item == "E4" && s == 0) {
				return t, fmt.Sprintf("%s has no label with the status: add one at %s", m.Name, m.Made)
			}
		}
		if m.Counts == nil {
			return t, fmt.Sprintf("%s has no label with the status: add one at %s", m.Name, m.Made)
		}
		return t, ""
	case m.Classes && (a.item == "E2" || a.item == "E3"):
		return t, fmt.Sprintf("%s holds classes such as %s in %s, so that 401 and 429 cannot be told apart: count the code itself at %s", m.Name, cmp.Or(m.Class, "4xx"), m.Status, cmp.Or(m.Counted, m.Made))
	}
	if a.item != "E4" {
		for _, s := range counted {
			t.exact = append(t.exact, strconv.Itoa(s))
		}
		return t, ""
	}
	if m.Classes {
		t.exact = []string{strings.Replace(cmp.Or(m.Class, "4xx"), "4", "5", 1)}
	} else {
		t.class = []string{"5"}
	}
	if m.NoAnswer != "" {
		t.exact = append(t.exact, m.NoAnswer)
	}
	return t, ""
}

// answered makes the rule of an alert about statuses.
func (p *Plan) answered(a alert, m Metric, t term, format string) *rule {
	r := &rule{alert: a, kind: perMinute, terms: []term{t}}
	switch a.item {
	case "E2":
		r.threshold = p.in.rateLimited()
	case "E3":
		r.kind = anyEvent
		for _, s := range wanted[a.item] {
			if m.Counts != nil && !slices.Contains(m.Counts, s) {
				r.comments = append(r.comments, fmt.Sprintf("nothing counts %d", s))
				p.Notices = append(p.Notices, fmt.Sprintf("%s: nothing counts %d; count it as well, at %s", a.name, s, cmp.Or(m.Counted, m.Made)))
			}
		}
	case "E4":
		r.threshold = p.in.errors()
	}
	if a.item == "E4" && m.NoAnswer == "" && !(m.Status == "" && slices.Contains(m.Counts, 0)) {
		if more, _ := p.of(NoAnswers, format); len(m.Silent) > 0 {
			silent := m
			silent.Fixed = maps.Clone(m.Fixed)
			if silent.Fixed == nil {
				silent.Fixed = map[string]string{}
			}
			maps.Copy(silent.Fixed, m.Silent)
			r.terms = append(r.terms, term{metric: silent})
		} else if len(more) > 0 {
			r.terms = append(r.terms, term{metric: more[0]})
		} else {
			r.comments = append(r.comments, "5xx only: nothing counts requests without an answer")
			p.Notices = append(p.Notices, fmt.Sprintf("%s: an unreachable Klaviyo has no status, and nothing counts it; %s", a.name, p.silent(m)))
		}
	}
	p.shared(r, m)
	return r
}

// silent says how a request without an answer is counted.
func (p *Plan) silent(m Metric) string {
	if m.Status == "" {
		return "count it as well, at " + cmp.Or(m.Counted, m.Made)
	}
	return fmt.Sprintf("set %s to a value such as \"error\" when the request fails, at %s", m.Status, cmp.Or(m.Counted, m.Made))
}

// shared says what a metric without a label for the host means.
func (p *Plan) shared(r *rule, m Metric) {
	if m.Shared && m.Host == "" {
		r.comments = append(r.comments, "all hosts: "+m.Name+" has no label that tells Klaviyo from others")
	}
}

func (p *Plan) planLatency(a alert, format string) (*rule, string) {
	list, elsewhere := p.of(Durations, format)
	if len(list) == 0 {
		return nil, elsewhere
	}
	limit := p.in.latency().Seconds()
	why := ""
	for _, m := range list {
		r := &rule{alert: a, kind: p95, threshold: limit, terms: []term{{metric: m}}}
		switch m.Kind {
		case Histogram:
			if m.VMRange {
				why = cmp.Or(why, fmt.Sprintf("%s has the buckets of VictoriaMetrics (vmrange), of which Prometheus has no quantile: metrics.NewPrometheusHistogram, at %s", m.Name, m.Made))
				continue
			}
			if top, ok := lastBound(m.Buckets); ok && seconds(top, m.Unit) <= limit {
				why = cmp.Or(why, fmt.Sprintf("its last bucket is %g s; P95 > %g s can never be seen: %s", seconds(top, m.Unit), limit, m.Made))
				continue
			}
		case Summary:
			if !slices.Contains(m.Objectives, 0.95) {
				why = cmp.Or(why, fmt.Sprintf("%s has no objective of 0.95: %s", m.Name, m.Made))
				continue
			}
			r.comments = append(r.comments, "the largest of each instance's, not the P95 over all of them")
		case Distribution:
			p.Notices = append(p.Notices, fmt.Sprintf("%s: switch percentiles on for the distribution %s in Datadog", a.name, m.Name))
		case Timing:
			r.comments = append(r.comments, "the P95 of each host, not over all of them")
		default:
			why = cmp.Or(why, fmt.Sprintf("%s is a %s, which has no quantile: make it a histogram at %s", m.Name, m.Kind, m.Made))
			continue
		}
		p.shared(r, m)
		return r, ""
	}
	return nil, why
}

func lastBound(buckets []float64) (float64, bool) {
	if len(buckets) == 0 {
		return 0, false
	}
	return slices.Max(buckets), true
}

// seconds turns a number of a unit into seconds.
func seconds(n float64, unit string) float64 {
	if unit == "ms" {
		return n / 1000
	}
	return n
}

func (p *Plan) planRejected(a alert, format string) (*rule, string) {
	list, elsewhere := p.of(Rejections, format)
	if len(list) == 0 {
		return nil, elsewhere
	}
	return &rule{alert: a, kind: anyEvent, terms: []term{{metric: list[0]}}}, ""
}

// assume makes the rule of an alert for metrics that are still to come: the
// named counter with the label code, and a duration and a counter of refused
// signatures named after it.
func (p *Plan) assume(a alert) rule {
	name := p.in.Assume
	base := strings.TrimSuffix(strings.TrimSuffix(name, "_total"), "_requests")
	counter := Metric{Name: name, System: Prometheus, Kind: Counter, Purpose: Answers, Status: "code", NoAnswer: "error"}
	r := rule{alert: a, kind: perMinute, assumed: true, comments: []string{"not emitted by this code today"}}
	switch a.item {
	case "E2":
		r.terms, r.threshold = []term{{metric: counter, exact: []string{"429"}}}, p.in.rateLimited()
	case "E3":
		r.terms, r.kind = []term{{metric: counter, exact: []string{"401", "403"}}}, anyEvent
	case "E4":
		r.terms, r.threshold = []term{{metric: counter, class: []string{"5"}, exact: []string{"error"}}}, p.in.errors()
	case "E5":
		m := Metric{Name: base + "_request_duration_seconds", System: Prometheus, Kind: Histogram, Purpose: Durations, Unit: "s"}
		r.terms, r.kind, r.threshold = []term{{metric: m}}, p95, p.in.latency().Seconds()
	case "E7":
		m := Metric{Name: base + "_webhooks_rejected_total", System: Prometheus, Kind: Counter, Purpose: Rejections}
		r.terms, r.kind = []term{{metric: m}}, anyEvent
	}
	return r
}
