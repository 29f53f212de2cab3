package alertfile

import (
	"iter"
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

// addition is a sum of queries that count as 0 where they have no data:
// sum(last_1m):default_zero(a) + default_zero(b) > 10.
var addition = regexp.MustCompile(`^\s*([a-z]+\(last_\d+[mhd]\):)\s*(default_zero\(.+\))\s*(>=?\s*[0-9.]+)\s*$`)

// monitorQuery reads a query. What is added up is met when one part alone is.
func monitorQuery(query string) ([]Condition, error) {
	if m := addition.FindStringSubmatch(query); m != nil {
		if parts := strings.Split(m[2], ") + default_zero("); len(parts) > 1 {
			var out []Condition
			for i, p := range parts {
				if i > 0 {
					p = "default_zero(" + p
				}
				if i < len(parts)-1 {
					p += ")"
				}
				c, err := oneQuery(m[1] + p + " " + m[3])
				if err != nil {
					return nil, err
				}
				out = append(out, c...)
			}
			return out, nil
		}
	}
	return oneQuery(query)
}

func oneQuery(query string) ([]Condition, error) {
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
	case strings.HasSuffix(c.Metric, ".95percentile") || strings.HasSuffix(c.Metric, ".99percentile"):
		// What an agent computes of a timer or histogram, for each host.
		i := strings.LastIndexByte(c.Metric, '.')
		q, _ := strconv.Atoi(c.Metric[i+1 : i+3])
		c.Measure, c.Quantile, c.Threshold, c.Metric = Quantile, float64(q)/100, limit, c.Metric[:i]
	case over == "avg" && by == "avg":
		c.Measure, c.Threshold = Mean, limit
	default:
		c.Measure, c.Threshold = Level, limit
	}
	return []Condition{c}, nil
}

// tags reads the scope of a query: tags after a comma or AND, alternatives of one
// tag with OR or IN. A star is all; a value may end in one.
// Source: https://docs.datadoghq.com/metrics/advanced-filtering/.
func tags(scope string) []Matcher {
	var out []Matcher
	for part := range splitScope(scope) {
		part = strings.TrimSpace(part)
		not := strings.HasPrefix(part, "!") || strings.HasPrefix(part, "NOT ")
		part = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(part, "!"), "NOT "))
		if strings.HasPrefix(part, "(") && strings.HasSuffix(part, ")") {
			part = part[1 : len(part)-1]
		}
		key, values := alternativesOf(part)
		if key == "" {
			continue
		}
		m := Matcher{Label: key, Value: values[0], Not: not}
		if len(values) > 1 || strings.Contains(values[0], "*") {
			for i, v := range values {
				values[i] = strings.ReplaceAll(regexp.QuoteMeta(v), `\*`, ".*")
			}
			m.Regexp, m.Value = true, strings.Join(values, "|")
		}
		out = append(out, m)
	}
	return out
}

// splitScope yields what commas and AND separate outside of parentheses.
func splitScope(scope string) iter.Seq[string] {
	return func(yield func(string) bool) {
		depth, from := 0, 0
		for i := 0; i < len(scope); i++ {
			switch {
			case scope[i] == '(':
				depth++
			case scope[i] == ')':
				depth--
			case depth == 0 && scope[i] == ',':
				if !yield(scope[from:i]) {
					return
				}
				from = i + 1
			case depth == 0 && strings.HasPrefix(scope[i:], " AND "):
				if !yield(scope[from:i]) {
					return
				}
				from = i + len(" AND ")
			}
		}
		yield(scope[from:])
	}
}

// alternativesOf reads key:a, key:a OR key:b, and key IN (a, b). Alternatives of
// different tags select more than one matcher can say: they give no key.
func alternativesOf(part string) (key string, values []string) {
	if k, list, ok := strings.Cut(part, " IN ("); ok {
		for v := range strings.SplitSeq(strings.TrimSuffix(list, ")"), ",") {
			values = append(values, strings.TrimSpace(v))
		}
		return strings.TrimSpace(k), values
	}
	for alt := range strings.SplitSeq(part, " OR ") {
		k, v, ok := strings.Cut(strings.TrimSpace(alt), ":")
		if !ok || key != "" && k != key {
			return "", nil
		}
		key, values = k, append(values, v)
	}
	return key, values
}
