package alerts

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// header is the first line of every file.
func (p *Plan) header(format string) string {
	version := p.in.Version
	if version == "" {
		version = "devel"
	}
	return fmt.Sprintf("# Written by klaviyolint %s from the metrics of %s; do not edit: klaviyolint checklist -alerts %s\n", version, oneLine(p.in.Module), format)
}

// WritePrometheus writes a file of Prometheus rules.
func (p *Plan) WritePrometheus(w io.Writer) error {
	var b strings.Builder
	b.WriteString(p.header("prometheus"))
	if p.Empty() {
		b.WriteString("# Nothing here calls Klaviyo: no rules.\ngroups: []\n")
		_, err := io.WriteString(w, b.String())
		return err
	}
	if len(p.rules) == 0 {
		b.WriteString("# No metric counts Klaviyo's answers: no rules.\ngroups: []\n")
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString("groups:\n  - name: klaviyo\n    rules:\n")
	for i := range p.rules {
		r := &p.rules[i]
		expr, err := p.expr(r)
		if err != nil {
			return err
		}
		for _, c := range r.comments {
			fmt.Fprintf(&b, "      # %s\n", oneLine(c))
		}
		fmt.Fprintf(&b, "      - alert: %s\n        expr: |\n", r.name)
		for line := range strings.SplitSeq(expr, "\n") {
			fmt.Fprintf(&b, "          %s\n", line)
		}
		b.WriteString("        labels:\n")
		for _, l := range p.labels(r) {
			fmt.Fprintf(&b, "          %s: %s\n", yamlKey(l[0]), yamlString(l[1]))
		}
		b.WriteString("        annotations:\n")
		for _, a := range p.annotations(r) {
			fmt.Fprintf(&b, "          %s: %s\n", a[0], yamlString(promTemplate(a[1])))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// labels are those of a rule: what routes it, then the user's own.
func (p *Plan) labels(r *rule) [][2]string {
	out := [][2]string{
		{"severity", p.in.severity(r.priority)},
		{"priority", r.priority},
		{"service", "klaviyo"},
		{"checklist", r.item},
	}
	for _, k := range slices.Sorted(maps.Keys(p.in.Settings.Labels)) {
		i := slices.IndexFunc(out, func(l [2]string) bool { return l[0] == k })
		if i >= 0 {
			out[i][1] = p.in.Settings.Labels[k]
			continue
		}
		out = append(out, [2]string{k, p.in.Settings.Labels[k]})
	}
	return out
}

// annotations say what is wrong, what to do and where to read more.
func (p *Plan) annotations(r *rule) [][2]string {
	out := [][2]string{{"summary", r.summary + p.condition(r)}, {"description", p.description(r)}}
	if u := p.runbook(r); u != "" {
		out = append(out, [2]string{"runbook_url", u})
	}
	return out
}

// condition is the limit in words.
func (p *Plan) condition(r *rule) string {
	switch r.kind {
	case perMinute:
		return fmt.Sprintf(", more than %s times a minute", number(r.threshold))
	case p95:
		return fmt.Sprintf(": the 95th percentile is above %s s", number(r.threshold))
	}
	return ""
}

func (p *Plan) description(r *rule) string {
	if r.assumed {
		return r.advice
	}
	var at []string
	for _, t := range r.terms {
		place := t.metric.Counted
		if place == "" {
			place = t.metric.Made
		}
		if place != "" {
			at = append(at, t.metric.Name+", "+place)
		}
	}
	if len(at) == 0 {
		return r.advice
	}
	return r.advice + " Counted by " + strings.Join(at, "; ") + "."
}

func (p *Plan) runbook(r *rule) string {
	if p.in.Runbook == "" {
		return ""
	}
	if strings.Contains(p.in.Runbook, "#") {
		return p.in.Runbook
	}
	return p.in.Runbook + "#" + r.name
}

// promTemplate keeps text from being read as a template.
func promTemplate(s string) string { return strings.ReplaceAll(s, "{{", `{{ "{{" }}`) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
