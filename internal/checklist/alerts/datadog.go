package alerts

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A monitor is the body of POST /api/v1/monitor
// (https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor).
type monitor struct {
	Name     string         `json:"name"`
	Type     string         `json:"type"`
	Query    string         `json:"query"`
	Message  string         `json:"message"`
	Tags     []string       `json:"tags"`
	Priority int            `json:"priority"`
	Options  monitorOptions `json:"options"`
}

type monitorOptions struct {
	Thresholds    map[string]float64 `json:"thresholds"`
	OnMissingData string             `json:"on_missing_data,omitempty"`
	IncludeTags   bool               `json:"include_tags"`
}

// WriteDatadog writes a list of monitors as JSON.
func (p *Plan) WriteDatadog(w io.Writer) error {
	out := []monitor{}
	for i := range p.rules {
		m, err := p.monitor(&p.rules[i])
		if err != nil {
			return err
		}
		out = append(out, m)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (p *Plan) monitor(r *rule) (monitor, error) {
	limit := p.limit(r)
	m := monitor{Name: r.name + ": " + r.summary, Type: "query alert", Options: monitorOptions{IncludeTags: true}}
	if _, err := fmt.Sscanf(r.priority, "P%d", &m.Priority); err != nil {
		return m, fmt.Errorf("priority %q: want P1 to P5: %w", r.priority, err)
	}
	body, err := p.datadogQuery(r)
	if err != nil {
		return m, err
	}
	if r.kind == anyEvent {
		limit = 0
	}
	m.Query = body + " > " + number(limit)
	m.Options.Thresholds = map[string]float64{"critical": limit}
	if r.kind != p95 {
		m.Options.OnMissingData = "default" // no request is no alert
	}
	m.Message = r.summary + p.condition(r) + ".\n\n" + p.description(r)
	for _, c := range r.comments {
		m.Message += "\n\nNote: " + c + "."
	}
	if u := p.runbook(r); u != "" {
		m.Message += "\n\nRunbook: " + u
	}
	m.Message = strings.ReplaceAll(m.Message, "@", "(at)") // an @ tells somebody
	m.Message = strings.ReplaceAll(m.Message, "{{", "{ {")
	if p.in.Settings.Notify != "" {
		m.Message += "\n\n" + p.in.Settings.Notify
	}
	m.Tags = []string{"service:klaviyo", "checklist:" + r.item, "severity:" + p.in.severity(r.priority), "priority:" + r.priority}
	for _, k := range slices.Sorted(maps.Keys(p.in.Settings.Labels)) {
		m.Tags = append(m.Tags, k+":"+p.in.Settings.Labels[k])
	}
	return m, nil
}

// datadogQuery writes what is compared.
func (p *Plan) datadogQuery(r *rule) (string, error) {
	var parts []string
	for _, t := range r.terms {
		scope, err := p.scope(t)
		if err != nil {
			return "", err
		}
		name, err := p.datadogName(t.metric)
		if err != nil {
			return "", err
		}
		switch {
		case r.kind == p95 && (t.metric.Kind == Timing || t.metric.Kind == Summary):
			return fmt.Sprintf("avg(last_5m):max:%s.95percentile{%s}", name, scope), nil
		case r.kind == p95:
			return fmt.Sprintf("percentile(last_5m):p95:%s{%s}", name, scope), nil
		}
		parts = append(parts, fmt.Sprintf("sum:%s{%s}.as_count()", name, scope))
	}
	if len(parts) > 1 {
		for i := range parts {
			parts[i] = "default_zero(" + parts[i] + ")" // a sum with nothing is nothing
		}
	}
	last := "last_1m"
	if r.kind == anyEvent {
		last = "last_5m"
	}
	return "sum(" + last + "):" + strings.Join(parts, " + "), nil
}

var (
	datadogMetric = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]{0,199}$`)
	datadogTag    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)
	datadogValue  = regexp.MustCompile(`^[A-Za-z0-9_./-]+$`)
)

// datadogName is the name under which Datadog has a metric. The agent's check
// for Prometheus endpoints counts without _total, with .count.
func (p *Plan) datadogName(m Metric) (string, error) {
	name := m.Name
	if m.System == Prometheus && m.Kind == Counter {
		name = strings.TrimSuffix(name, "_total") + ".count"
	}
	if m.System == Prometheus {
		p.notice(m.Name + " reaches Datadog by the agent's OpenMetrics check: put that check's namespace before the name")
		if m.Kind == Histogram {
			p.notice(m.Name + " needs histogram_buckets_as_distributions in the OpenMetrics check")
		}
	}
	if !datadogMetric.MatchString(name) {
		return "", fmt.Errorf("%s: Datadog cannot carry the name %q", m.Made, m.Name)
	}
	return name, nil
}

func (p *Plan) notice(s string) {
	if !slices.Contains(p.Notices, s) {
		p.Notices = append(p.Notices, s)
	}
}

// scope writes the tags that select.
func (p *Plan) scope(t term) (string, error) {
	m := t.metric
	tag := func(name, value string) (string, error) {
		if !datadogTag.MatchString(name) || !datadogValue.MatchString(strings.TrimSuffix(value, "*")) {
			return "", fmt.Errorf("%s: Datadog cannot carry the tag %s:%s of %s", m.Made, name, value, m.Name)
		}
		return name + ":" + value, nil
	}
	var fixed, any []string
	add := func(to *[]string, name, value string) error {
		s, err := tag(name, value)
		*to = append(*to, s)
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(m.Fixed)) {
		if err := add(&fixed, k, m.Fixed[k]); err != nil {
			return "", err
		}
	}
	if m.Host != "" && m.Shared {
		if err := add(&fixed, m.Host, klaviyoHost); err != nil {
			return "", err
		}
	}
	for _, c := range t.class {
		if err := add(&any, m.Status, c+"*"); err != nil {
			return "", err
		}
	}
	for _, e := range t.exact {
		if err := add(&any, m.Status, e); err != nil {
			return "", err
		}
	}
	switch {
	case len(any) == 0 && len(fixed) == 0:
		return "*", nil
	case len(any) == 0:
		return strings.Join(fixed, " AND "), nil
	case len(fixed) == 0:
		return strings.Join(any, " OR "), nil
	}
	return strings.Join(fixed, " AND ") + " AND (" + strings.Join(any, " OR ") + ")", nil
}
