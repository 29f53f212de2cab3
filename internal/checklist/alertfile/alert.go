package alertfile

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// An Alert is one alert definition.
type Alert struct {
	// Place is that of the condition.
	deploy.Place
	// Format names the kind of file, such as "Prometheus rule".
	Format string
	Name   string
	// Expr is the condition as it is written.
	Expr string
	// For is how long the condition has to hold before anybody is told.
	For time.Duration
	// Severities are the words that say how urgent it is: labels, tags, a
	// priority, a topic. They are not ranked here.
	Severities []string
	// Conditions are alternatives: one that holds is enough. Empty when the
	// condition is not understood; Why says what stood in the way.
	Conditions []Condition
	Why        string
}

// A Measure is what a condition compares with its threshold.
type Measure int

// The measures.
const (
	// Count is how often something happened; the threshold is per minute.
	Count Measure = iota
	// Quantile is a quantile of a distribution.
	Quantile
	// Mean is an average.
	Mean
	// Share is a part of a total, without a unit.
	Share
	// Level is a value as it is, such as a gauge.
	Level
)

// A Condition is one comparison of one metric.
type Condition struct {
	Measure Measure
	Metric  string
	Labels  []Matcher
	// Window is the time that is looked at; zero where the form has none.
	Window time.Duration
	// Threshold is the number compared with, in the measure's unit: per minute
	// for a Count, the metric's own unit for the others. OrEqual is set for >=.
	Threshold float64
	OrEqual   bool
	// Raw is the threshold over the whole window, for a Count.
	Raw float64
	// Quantile is the quantile that is asked for.
	Quantile float64
	// Birth is set where the condition also holds when a series appears, which
	// increase() does not see.
	Birth bool
}

// A Matcher selects series by a label.
type Matcher struct {
	Label  string
	Value  string
	Not    bool
	Regexp bool
}

// Any reports whether a single event meets a Count.
func (c Condition) Any() bool {
	return c.Measure == Count && (c.Raw <= 0 && !c.OrEqual || c.Raw > 0 && c.Raw <= 1 && c.OrEqual || c.Raw > 0 && c.Raw < 1)
}

// Matches reports whether the condition's matchers let a label's value through.
// A label that no matcher names is let through.
func (c Condition) Matches(label, value string) bool {
	for _, m := range c.Labels {
		if m.Label == label && !m.matches(value) {
			return false
		}
	}
	return true
}

// Label returns the matchers of a label.
func (c Condition) Label(name string) []Matcher {
	var out []Matcher
	for _, m := range c.Labels {
		if m.Label == name {
			out = append(out, m)
		}
	}
	return out
}

func (m Matcher) matches(value string) bool {
	if !m.Regexp {
		return (m.Value == value) != m.Not
	}
	// Prometheus anchors matchers at both ends.
	re, err := regexp.Compile("^(?:" + m.Value + ")$")
	if err != nil {
		return false
	}
	return re.MatchString(value) != m.Not
}

// Read returns the alert definitions of the files, in the order of their
// places.
func Read(files *deploy.Files) []Alert {
	var out []Alert
	records := recordings(files)
	for _, d := range files.Docs {
		if d.Node != nil {
			out = append(out, prometheus(d, records)...)
			out = append(out, grafana(d, records)...)
			out = append(out, datadog(d)...)
			out = append(out, objectives(d)...)
		}
		for _, r := range d.Resources {
			out = append(out, resource(d, r, records)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return out
}
