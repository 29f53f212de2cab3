package alerts

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// klaviyoHost is what a label for the host holds.
const klaviyoHost = "a.klaviyo.com"

// selector writes a metric with its matchers.
func (p *Plan) selector(t term, suffix string, more ...string) (string, error) {
	m := t.metric
	name, err := prometheusName(m, p.in.UTF8)
	if err != nil {
		return "", err
	}
	name += suffix
	var matchers []string
	add := func(label, op, value string) error {
		l, err := prometheusLabel(m, label, p.in.UTF8)
		if err != nil {
			return err
		}
		matchers = append(matchers, quoteName(l)+op+quote(value))
		return nil
	}
	for _, l := range slices.Sorted(maps.Keys(m.Fixed)) {
		if err := add(l, "=", m.Fixed[l]); err != nil {
			return "", err
		}
	}
	if m.Host != "" && m.Shared {
		if err := add(m.Host, "=", klaviyoHost); err != nil {
			return "", err
		}
	}
	if len(t.exact)+len(t.class) > 0 {
		op := "="
		var value string
		if len(t.exact) == 1 && len(t.class) == 0 {
			value = t.exact[0]
		} else {
			op = "=~"
			var parts []string
			for _, c := range t.class {
				parts = append(parts, c+"..")
			}
			for _, e := range t.exact {
				parts = append(parts, regexp.QuoteMeta(e))
			}
			value = strings.Join(parts, "|")
		}
		if err := add(m.Status, op, value); err != nil {
			return "", err
		}
	}
	matchers = append(matchers, more...)
	if !plainName.MatchString(name) {
		return "{" + strings.Join(append([]string{quote(name)}, matchers...), ",") + "}", nil
	}
	if len(matchers) == 0 {
		return name, nil
	}
	return name + "{" + strings.Join(matchers, ",") + "}", nil
}

// expr writes the condition of a rule: the measure, and what it must exceed.
func (p *Plan) expr(r *rule) (string, error) {
	measure, err := p.measure(r)
	if err != nil {
		return "", err
	}
	if r.kind == anyEvent {
		return measure, nil
	}
	e := measure + " > " + number(p.limit(r))
	if r.kind == p95 && p.in.Settings.MinRequests > 0 && r.terms[0].metric.Kind != Summary {
		count, err := p.selector(r.terms[0], "_count")
		if err != nil {
			return "", err
		}
		e += fmt.Sprintf("\nand\n%s(increase(%s[5m])) >= %d", p.sum(), count, p.in.Settings.MinRequests)
	}
	return e, nil
}

// limit is the threshold in the metric's own unit.
func (p *Plan) limit(r *rule) float64 {
	if r.kind == p95 && r.terms[0].metric.Unit == "ms" {
		return r.threshold * 1000
	}
	return r.threshold
}

// sum adds up over all series: the thresholds are for the service as a whole.
func (p *Plan) sum() string {
	if p.in.By != "" {
		return "sum by (" + p.in.By + ") "
	}
	return "sum"
}

// measure writes what is compared; for anyEvent the whole condition, whose
// halves are compared one by one.
func (p *Plan) measure(r *rule) (string, error) {
	switch r.kind {
	case anyEvent:
		s, err := p.selector(r.terms[0], "")
		if err != nil {
			return "", err
		}
		first := fmt.Sprintf("%s(increase(%s[5m])) > 0", p.sum(), s)
		if r.terms[0].metric.Zeroed {
			return first, nil
		}
		// A series born at 1 has an increase of 0. Both halves are summed before
		// or: inside, increase is there with the value 0 and wins.
		return first + fmt.Sprintf("\nor\n%s(%s unless %s offset 5m) > 0", p.sum(), s, s), nil
	case perMinute:
		var parts []string
		for _, t := range r.terms {
			s, err := p.selector(t, "")
			if err != nil {
				return "", err
			}
			parts = append(parts, fmt.Sprintf("rate(%s[%s])", s, window(p.in.window())))
		}
		return fmt.Sprintf("%s(%s) * 60", p.sum(), strings.Join(parts, " or ")), nil
	}
	t := r.terms[0]
	if t.metric.Kind == Summary {
		s, err := p.selector(t, "", `quantile="0.95"`)
		if err != nil {
			return "", err
		}
		if p.in.By != "" {
			return "max by (" + p.in.By + ") (" + s + ")", nil
		}
		return "max(" + s + ")", nil
	}
	s, err := p.selector(t, "_bucket")
	if err != nil {
		return "", err
	}
	by := "le"
	if p.in.By != "" {
		by += ", " + p.in.By
	}
	return fmt.Sprintf("histogram_quantile(0.95, sum by (%s) (rate(%s[5m])))", by, s), nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// window writes a duration as PromQL does.
func window(d time.Duration) string {
	if d%time.Minute == 0 {
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
