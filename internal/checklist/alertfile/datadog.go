package alertfile

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// datadog reads monitors as the API writes them: an object, or a list of them.
// Source: https://docs.datadoghq.com/api/latest/monitors/.
func datadog(d *deploy.Document) []Alert {
	list := []*yaml.Node{d.Node}
	if items := deploy.Items(d.Node); items != nil {
		list = items
	}
	var out []Alert
	for _, n := range list {
		query := deploy.Get(n, "query")
		if deploy.Text(query) == "" || deploy.Text(deploy.Get(n, "type")) == "" || deploy.Get(n, "message") == nil {
			continue
		}
		a := Alert{Place: d.At(query), Format: "Datadog monitor", Name: deploy.Text(deploy.Get(n, "name")), Expr: deploy.Text(query)}
		if p := deploy.Text(deploy.Get(n, "priority")); p != "" {
			a.Severities = append(a.Severities, "P"+p)
		}
		for _, t := range deploy.Items(deploy.Get(n, "tags")) {
			a.Severities = append(a.Severities, tagSeverity(deploy.Text(t))...)
		}
		a.understand(monitorQuery(a.Expr))
		out = append(out, a)
	}
	return out
}

// tagSeverity reads severity:high and the like.
func tagSeverity(tag string) []string {
	key, value, ok := strings.Cut(tag, ":")
	switch key {
	case "severity", "priority", "urgency":
		if ok {
			return []string{value}
		}
	}
	return nil
}

// monitor is a metric query: sum(last_5m):sum:name{tags}.as_count() > 10.
// Source: https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor.
var monitor = regexp.MustCompile(`^\s*(sum|avg|max|min|percentile)\(last_(\d+)(m|h|d)\):\s*(?:default_zero\()?(sum|avg|max|min|count|p50|p75|p90|p95|p99):([A-Za-z_][A-Za-z0-9_.]*)\{([^}]*)\}(?:\s*by\s*\{[^}]*\})?((?:\.[a-z_]+\([^)]*\))*)\)?\s*(>=?)\s*([0-9.]+)\s*$`)

func monitorQuery(query string) ([]Condition, error) {
	m := monitor.FindStringSubmatch(query)
	if m == nil {
		return nil, errForm
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n == 0 {
		return nil, errForm
	}
	window := time.Duration(n) * map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[3]]
	limit, err := strconv.ParseFloat(m[9], 64)
	if err != nil {
		return nil, errForm
	}
	c := Condition{Metric: m[5], Labels: tags(m[6]), Window: window, OrEqual: m[8] == ">="}
	over, by, as := m[1], m[4], m[7]
	switch {
	case by[0] == 'p':
		q, _ := strconv.Atoi(by[1:])
		c.Measure, c.Quantile, c.Threshold = Quantile, float64(q)/100, limit
	case strings.Contains(as, ".as_count()") && over == "sum" && (by == "sum" || by == "count"):
		c.Measure, c.Raw, c.Threshold = Count, limit, limit/window.Minutes()
	case strings.Contains(as, ".as_rate()") && over == "avg" && (by == "sum" || by == "count"):
		c.Measure, c.Raw, c.Threshold = Count, limit*window.Seconds(), limit*60
	case over == "sum" && (by == "sum" || by == "count") && as == "":
		// Counters are submitted as counts: the sum over the window is theirs.
		c.Measure, c.Raw, c.Threshold = Count, limit, limit/window.Minutes()
	case over == "avg" && by == "avg":
		c.Measure, c.Threshold = Mean, limit
	default:
		c.Measure, c.Threshold = Level, limit
	}
	return []Condition{c}, nil
}

// tags reads the scope of a query. A star is all; a value may end in one.
func tags(scope string) []Matcher {
	var out []Matcher
	for part := range strings.SplitSeq(scope, ",") {
		part = strings.TrimSpace(part)
		not := strings.HasPrefix(part, "!")
		key, value, ok := strings.Cut(strings.TrimPrefix(part, "!"), ":")
		if !ok {
			continue
		}
		m := Matcher{Label: key, Value: value, Not: not}
		if strings.Contains(value, "*") {
			m.Regexp, m.Value = true, strings.ReplaceAll(regexp.QuoteMeta(value), `\*`, ".*")
		}
		out = append(out, m)
	}
	return out
}
