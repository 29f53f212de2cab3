package alerts

import "fmt"

// Requests is a query for the number of requests to Klaviyo in a minute, which goes
// to 0 when nothing is sent: in PromQL, or Datadog's language where the code counts
// for that. It is "" where nothing counts them.
func Requests(in *Input) string {
	p := &Plan{in: in}
	for _, system := range []string{"prometheus", "datadog"} {
		list, _ := p.of(Answers, system)
		if durations, _ := p.of(Durations, system); len(list) == 0 && system == "prometheus" {
			for _, m := range durations {
				if m.Kind == Histogram || m.Kind == Summary {
					m.Name, m.Kind, m.Unit = countOf(m), Counter, ""
					list = append(list, m)
				}
			}
		}
		for _, m := range list {
			if m.Kind == Gauge {
				continue
			}
			t := term{metric: m}
			if system == "datadog" {
				name, err := p.datadogName(m)
				scope, bad := p.scope(t)
				if err == nil && bad == nil {
					return fmt.Sprintf("sum:%s{%s}.as_count().rollup(sum, 60)", name, scope)
				}
				continue
			}
			if s, err := p.selector(t, ""); err == nil {
				return fmt.Sprintf("%s(rate(%s[%s])) * 60", p.sum(), s, window(in.window()))
			}
		}
	}
	return ""
}
