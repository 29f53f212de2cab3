package alertfile

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// groups returns the rule groups of a Prometheus rule file or of a
// PrometheusRule object.
func groups(n *yaml.Node) []*yaml.Node {
	switch kind := deploy.Text(deploy.Get(n, "kind")); kind {
	case "PrometheusRule", "VMRule", "GlobalRules", "ClusterRules", "Rules":
		return deploy.Items(deploy.Get(n, "spec", "groups"))
	case "":
		return deploy.Items(deploy.Get(n, "groups"))
	}
	return nil
}

// recordings returns the recording rules of a repository by name.
func recordings(files *deploy.Files) map[string]string {
	out := map[string]string{}
	for _, d := range files.Docs {
		for _, g := range groups(d.Node) {
			for _, r := range deploy.Items(deploy.Get(g, "rules")) {
				if name := deploy.Text(deploy.Get(r, "record")); name != "" {
					out[name] = deploy.Text(deploy.Get(r, "expr"))
				}
			}
		}
	}
	return out
}

func prometheus(d *deploy.Document, records map[string]string) []Alert {
	var out []Alert
	for _, g := range groups(d.Node) {
		for _, r := range deploy.Items(deploy.Get(g, "rules")) {
			name, expr := deploy.Text(deploy.Get(r, "alert")), deploy.Get(r, "expr")
			if name == "" || expr == nil {
				continue
			}
			a := Alert{Place: d.At(expr), Format: "Prometheus rule", Name: name, Expr: strings.TrimSpace(deploy.Text(expr))}
			a.For = duration(deploy.Text(deploy.Get(r, "for")))
			a.Severities = severities(deploy.Get(r, "labels"))
			a.understand(conditions(a.Expr, records))
			out = append(out, a)
		}
	}
	return out
}

func (a *Alert) understand(c []Condition, err error) {
	a.Conditions = c
	if err != nil {
		a.Conditions, a.Why = nil, err.Error()
	}
}

// severities reads the labels that say how urgent an alert is.
func severities(labels *yaml.Node) []string {
	var out []string
	for _, key := range []string{"severity", "priority", "urgency", "level"} {
		if s := deploy.Text(deploy.Get(labels, key)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// units are those of Prometheus durations, which know days and weeks.
var units = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour,
}

// duration reads 5m or 1h30m; zero for anything else.
func duration(s string) time.Duration {
	var total time.Duration
	for s != "" {
		n, i := time.Duration(0), 0
		for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
			n = n*10 + time.Duration(s[i]-'0')
			i++
		}
		j := i
		for j < len(s) && (s[j] < '0' || s[j] > '9') {
			j++
		}
		unit, ok := units[s[i:j]]
		if i == 0 || !ok {
			return 0
		}
		total += n * unit
		s = s[j:]
	}
	return total
}

// objectives notes service level objectives: burn rates are no thresholds.
func objectives(d *deploy.Document) []Alert {
	n := d.Node
	api := deploy.Text(deploy.Get(n, "apiVersion"))
	var format string
	switch {
	case deploy.Text(deploy.Get(n, "version")) == "prometheus/v1" && deploy.Get(n, "slos") != nil, strings.HasPrefix(api, "sloth.slok.dev/"):
		format = "Sloth objective"
	case strings.HasPrefix(api, "openslo/v1") && deploy.Text(deploy.Get(n, "kind")) == "SLO":
		format = "OpenSLO objective"
	case deploy.Text(deploy.Get(n, "kind")) == "ServiceLevelObjective":
		format = "Pyrra objective"
	default:
		return nil
	}
	name := deploy.Text(deploy.Get(n, "metadata", "name"))
	if name == "" {
		name = deploy.Text(deploy.Get(n, "service"))
	}
	return []Alert{{Place: d.At(n), Format: format, Name: name, Why: "an objective's burn rate is no threshold"}}
}
