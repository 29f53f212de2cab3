package alerts

import (
	"fmt"
	"regexp"
	"strings"
)

// prometheusName returns the name under which Prometheus has a metric. Those of
// OpenTelemetry change by its rules: dots to underscores, the unit as a suffix,
// _total for counters (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/).
func prometheusName(m Metric, utf8 bool) (string, error) {
	name := m.Name
	if m.System == OTel {
		if !utf8 {
			name = strings.Map(func(c rune) rune {
				if c == '_' || c == ':' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
					return c
				}
				return '_'
			}, name)
			for strings.Contains(name, "__") {
				name = strings.ReplaceAll(name, "__", "_")
			}
		}
		if u := unitWord[m.Unit]; u != "" && !strings.HasSuffix(strings.TrimSuffix(name, "_total"), "_"+u) {
			name = strings.TrimSuffix(name, "_total") + "_" + u
		}
		if m.Kind == Counter && !strings.HasSuffix(name, "_total") && !strings.HasSuffix(name, "_count") {
			name += "_total"
		}
	}
	pattern := plainName
	if utf8 && m.System == OTel {
		pattern = dottedName
	}
	if !pattern.MatchString(name) {
		return "", fmt.Errorf("%s: Prometheus cannot carry the name %q", m.Made, m.Name)
	}
	return name, nil
}

var (
	plainName  = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*$`)
	dottedName = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:./-]*$`)
	labelName  = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
)

// unitWord is what OpenTelemetry's units are called in Prometheus.
var unitWord = map[string]string{"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds", "m": "minutes", "h": "hours", "1": "", "By": "bytes"}

// countOf is the name of the counter inside a histogram or summary.
func countOf(m Metric) string {
	if m.System == OTel {
		// The suffix comes behind the unit.
		name, err := prometheusName(Metric{Name: m.Name, System: OTel, Kind: Histogram, Unit: m.Unit, Made: m.Made}, false)
		if err == nil {
			return name + "_count"
		}
	}
	return m.Name + "_count"
}

// prometheusLabel returns the name under which Prometheus has a label.
func prometheusLabel(m Metric, label string, utf8 bool) (string, error) {
	if m.System == OTel {
		if utf8 {
			if dottedName.MatchString(label) {
				return label, nil
			}
		} else {
			label = strings.Map(func(c rune) rune {
				if c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
					return c
				}
				return '_'
			}, label)
		}
	}
	if !labelName.MatchString(label) {
		return "", fmt.Errorf("%s: Prometheus cannot carry the label %q of %s", m.Made, label, m.Name)
	}
	return label, nil
}

// quoteName writes a name as a label or metric in PromQL: plain, or in quotes
// where Prometheus 3 needs them.
func quoteName(s string) string {
	if plainName.MatchString(s) {
		return s
	}
	return quote(s)
}

// quote writes a string of PromQL.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// IsName reports whether s is a name that Prometheus takes for a metric or label.
func IsName(s string) bool { return plainName.MatchString(s) }
