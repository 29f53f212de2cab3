package alerts

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// WriteTest writes a unit test for promtool of the rules in the file named: the
// first event of a new series, an event on a series at 0, 404 that is no refusal,
// exactly the limit a minute and more, connection errors, a burst, P95 above and
// below, and no data at all.
func (p *Plan) WriteTest(w io.Writer, rulesFile string) error {
	var b strings.Builder
	b.WriteString(p.header("prometheus -alerts-test"))
	fmt.Fprintf(&b, "# promtool test rules THIS_FILE\nrule_files:\n  - %s\n\nevaluation_interval: 30s\n\ntests:\n", yamlString(rulesFile))
	t := &tester{p: p, b: &b}
	if err := t.none(); err != nil {
		return err
	}
	for i := range p.rules {
		r := &p.rules[i]
		var err error
		switch r.kind {
		case anyEvent:
			err = t.anyEvent(r)
		case perMinute:
			err = t.perMinute(r)
		case p95:
			err = t.latency(r)
		}
		if err != nil {
			return err
		}
	}
	if len(p.rules) == 0 {
		b.Reset()
		b.WriteString(p.header("prometheus -alerts-test"))
		b.WriteString("# There are no rules to test.\ntests: []\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A tester writes test groups.
type tester struct {
	p *Plan
	b *strings.Builder
}

// A series is one of a test.
type series struct{ name, values string }

// A moment is when a test looks, and whether the alert fires then.
type moment struct {
	at    string
	fires bool
}

func (t *tester) group(name string, interval time.Duration, in []series, r *rule, looks ...moment) {
	fmt.Fprintf(t.b, "  - name: %s\n    interval: %s\n", yamlString(name), window(interval))
	if len(in) == 0 {
		t.b.WriteString("    input_series: []\n")
	} else {
		t.b.WriteString("    input_series:\n")
	}
	for _, s := range in {
		fmt.Fprintf(t.b, "      - series: %s\n        values: %s\n", singleQuoted(s.name), singleQuoted(s.values))
	}
	t.b.WriteString("    alert_rule_test:\n")
	for _, l := range looks {
		fmt.Fprintf(t.b, "      - eval_time: %s\n        alertname: %s\n", l.at, r.name)
		if !l.fires {
			t.b.WriteString("        exp_alerts: []\n")
			continue
		}
		t.b.WriteString("        exp_alerts:\n          - exp_labels:\n")
		for _, x := range t.p.labels(r) {
			fmt.Fprintf(t.b, "              %s: %s\n", yamlKey(x[0]), yamlString(x[1]))
		}
		if t.p.in.By != "" {
			fmt.Fprintf(t.b, "              %s: shop\n", yamlKey(t.p.in.By))
		}
		t.b.WriteString("            exp_annotations:\n")
		for _, a := range t.p.annotations(r) {
			fmt.Fprintf(t.b, "              %s: %s\n", a[0], yamlString(a[1]))
		}
	}
}

func singleQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// series names one with a value of the status label; "" for none.
func (t *tester) series(m Metric, suffix, status string, more ...string) (string, error) {
	name, err := prometheusName(m, t.p.in.UTF8)
	if err != nil {
		return "", err
	}
	var labels []string
	add := func(k, v string) error {
		l, err := prometheusLabel(m, k, t.p.in.UTF8)
		labels = append(labels, quoteName(l)+"="+quote(v))
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(m.Fixed)) {
		if err := add(k, m.Fixed[k]); err != nil {
			return "", err
		}
	}
	if m.Host != "" && m.Shared {
		if err := add(m.Host, klaviyoHost); err != nil {
			return "", err
		}
	}
	if status != "" && m.Status != "" {
		if err := add(m.Status, status); err != nil {
			return "", err
		}
	}
	labels = append(labels, more...)
	if t.p.in.By != "" && !slices.ContainsFunc(labels, func(l string) bool { return strings.HasPrefix(l, t.p.in.By+"=") }) {
		labels = append(labels, t.p.in.By+`="shop"`)
	}
	if !plainName.MatchString(name + suffix) {
		return "{" + strings.Join(append([]string{quote(name + suffix)}, labels...), ",") + "}", nil
	}
	return name + suffix + "{" + strings.Join(labels, ",") + "}", nil
}

// none: an alert on nothing stays silent.
func (t *tester) none() error {
	for i := range t.p.rules {
		r := &t.p.rules[i]
		t.group(r.name+": no data", time.Minute, nil, r, moment{"10m", false})
	}
	return nil
}

func (t *tester) anyEvent(r *rule) error {
	m := r.terms[0].metric
	codes := r.terms[0].exact
	if len(codes) == 0 {
		codes = []string{""}
	}
	for _, code := range codes {
		s, err := t.series(m, "", code)
		if err != nil {
			return err
		}
		what := code
		if what == "" {
			what = "an event"
		}
		if !m.Zeroed {
			t.group(r.name+": the first "+what+" of a new series", 30*time.Second, []series{{s, "_x10 1x40"}}, r, moment{"4m", false}, moment{"6m", true}, moment{"12m", false})
		}
		t.group(r.name+": "+what+" on a series that is there", 30*time.Second, []series{{s, "0x20 1x40"}}, r, moment{"9m", false}, moment{"11m", true}, moment{"18m", false})
	}
	if m.Status != "" {
		ok, err := t.series(m, "", "404")
		if err != nil {
			return err
		}
		t.group(r.name+": 404 is no refusal", 30*time.Second, []series{{ok, "0+5x40"}}, r, moment{"10m", false})
	}
	return nil
}

func (t *tester) perMinute(r *rule) error {
	m := r.terms[0].metric
	limit := int(r.threshold)
	status := append(slices.Clone(r.terms[0].exact), func() []string {
		var out []string
		for _, c := range r.terms[0].class {
			out = append(out, c+"03")
		}
		return out
	}()...)
	if len(status) == 0 {
		status = []string{""} // the counter counts nothing else
	}
	first, err := t.series(m, "", status[len(status)-1])
	if err != nil {
		return err
	}
	each := func(n int) string { return fmt.Sprintf("0+%dx30", n) }
	t.group(fmt.Sprintf("%s: exactly %d a minute", r.name, limit), time.Minute, []series{{first, each(limit)}}, r, moment{"10m", false})
	t.group(fmt.Sprintf("%s: %d a minute", r.name, limit+2), time.Minute, []series{{first, each(limit + 2)}}, r, moment{"10m", true})
	if m.Status != "" {
		other, err := t.series(m, "", "404")
		if err != nil {
			return err
		}
		t.group(r.name+": others do not count", time.Minute, []series{{other, each(3 * (limit + 2))}}, r, moment{"10m", false})
	}
	burst := fmt.Sprintf("0x20 %dx20", int(1.5*t.p.in.window().Minutes()*float64(limit+1))+1)
	t.group(r.name+": a burst within a minute", 30*time.Second, []series{{first, burst}}, r, moment{"9m30s", false}, moment{"11m", true}, moment{"15m", false})
	if m.NoAnswer != "" && slices.Contains(r.terms[0].exact, m.NoAnswer) {
		s, err := t.series(m, "", m.NoAnswer)
		if err != nil {
			return err
		}
		t.group(r.name+": connection errors", time.Minute, []series{{s, each(limit + 2)}}, r, moment{"10m", true})
	}
	if len(r.terms) > 1 {
		s, err := t.series(r.terms[1].metric, "", "")
		if err != nil {
			return err
		}
		half := limit/2 + 1
		t.group(r.name+": connection errors", time.Minute, []series{{s, each(limit + 2)}}, r, moment{"10m", true})
		t.group(r.name+": both together", time.Minute, []series{{first, each(half)}, {s, each(half)}}, r, moment{"10m", true})
	}
	return nil
}

func (t *tester) latency(r *rule) error {
	m := r.terms[0].metric
	limit := t.p.limit(r)
	if m.Kind == Summary {
		s, err := t.series(m, "", "", `quantile="0.95"`)
		if err != nil {
			return err
		}
		t.group(r.name+": P95 above", time.Minute, []series{{s, number(limit+1) + "x20"}}, r, moment{"10m", true})
		t.group(r.name+": P95 below", time.Minute, []series{{s, number(limit-1) + "x20"}}, r, moment{"10m", false})
		return nil
	}
	bounds := []float64{limit, limit * 2}
	if len(m.Buckets) > 0 {
		bounds = slices.Clone(m.Buckets)
		slices.Sort(bounds)
	}
	// fill gives a tenth of the requests the second number, and the rest the
	// first one.
	fill := func(fast, slow float64) ([]series, error) {
		var out []series
		for _, le := range append(slices.Clone(bounds), 0) {
			n := 0
			text := "+Inf"
			if le > 0 {
				text = number(le)
			}
			if le == 0 || fast <= le {
				n += 9 * 10
			}
			if le == 0 || slow <= le {
				n += 10
			}
			s, err := t.series(m, "_bucket", "200", "le="+quote(text))
			if err != nil {
				return nil, err
			}
			out = append(out, series{s, fmt.Sprintf("0+%dx20", n)})
		}
		count, err := t.series(m, "_count", "200")
		return append(out, series{count, "0+100x20"}), err
	}
	low := bounds[0]
	top := bounds[len(bounds)-1]
	above, err := fill(low, top)
	if err != nil {
		return err
	}
	t.group(r.name+": one in ten is slow", time.Minute, above, r, moment{"10m", true})
	below, err := fill(low, low)
	if err != nil {
		return err
	}
	t.group(r.name+": all are fast", time.Minute, below, r, moment{"10m", false})
	return nil
}
