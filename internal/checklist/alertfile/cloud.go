package alertfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// resource reads the alert that a resource of Terraform or CloudFormation
// makes.
func resource(d *deploy.Document, r *deploy.Resource, records map[string]string) []Alert {
	var out []Alert
	switch r.Type {
	case "datadog_monitor":
		out = []Alert{datadogResource(r)}
	case "grafana_rule_group":
		out = grafanaResource(r, records)
	case "aws_cloudwatch_metric_alarm":
		out = []Alert{alarm(r, terraformKeys)}
	case "AWS::CloudWatch::Alarm":
		out = []Alert{alarm(r, cloudFormationKeys)}
	case "google_monitoring_alert_policy":
		out = policies(r, records)
	}
	for i := range out {
		if r.Repeated() {
			out[i].Conditions, out[i].Why = nil, "for_each or count decides how many of it there are"
		}
	}
	return out
}

func datadogResource(r *deploy.Resource) Alert {
	a := Alert{Place: r.Place, Format: "Datadog monitor", Name: text(r, "name")}
	query, ok := r.Value("query")
	if ok {
		a.Place, a.Expr = query.Place, query.Text
	}
	if p := text(r, "priority"); p != "" {
		a.Severities = append(a.Severities, "P"+p)
	}
	for _, t := range list(r, "tags") {
		a.Severities = append(a.Severities, tagSeverity(t)...)
	}
	if !query.Known {
		a.Why = "a variable is part of the condition"
		return a
	}
	a.understand(monitorQuery(query.Text))
	return a
}

func text(r *deploy.Resource, path ...string) string {
	if l, ok := r.Value(path...); ok && l.Known {
		return l.Text
	}
	return ""
}

// list reads a list of literals.
func list(r *deploy.Resource, name string) []string {
	var out []string
	if r.Body != nil {
		a := r.Body.Attributes[name]
		if a == nil {
			return nil
		}
		if tuple, ok := a.Expr.(*hclsyntax.TupleConsExpr); ok {
			for _, e := range tuple.Exprs {
				out = append(out, deploy.Evaluate(r.File, e).Text)
			}
		}
		return out
	}
	for _, n := range deploy.Items(deploy.Get(r.Node, name)) {
		out = append(out, deploy.Text(n))
	}
	return out
}

// grafanaResource reads the rules of a group, whose models are JSON text.
func grafanaResource(r *deploy.Resource, records map[string]string) []Alert {
	var out []Alert
	for _, rule := range r.Blocks("rule") {
		var steps []step
		known := true
		for _, data := range rule.Blocks("data") {
			model, at, ok := deploy.JSONValue(data, "model")
			known = known && ok
			s := stepOf(&deploy.Document{Path: r.File}, nil, model)
			s.ref = text(data, "ref_id")
			if s.expr != "" {
				s.at = at
			}
			steps = append(steps, s)
		}
		a := fromSteps(steps, text(rule, "condition"), records)
		a.Format, a.Name = "Grafana alert rule", text(rule, "name")
		if a.Line == 0 {
			a.Place = rule.Place
		}
		a.For = duration(text(rule, "for"))
		for _, key := range []string{"severity", "priority"} {
			if s := text(rule, "labels", key); s != "" {
				a.Severities = append(a.Severities, s)
			}
		}
		if !known {
			a.Conditions, a.Why = nil, "a variable is part of the condition"
		}
		out = append(out, a)
	}
	return out
}

type alarmKeys struct {
	name, metric, statistic, extended, period, evaluations, threshold, operator, actions, dimensions, missing string
}

var (
	terraformKeys      = alarmKeys{"alarm_name", "metric_name", "statistic", "extended_statistic", "period", "evaluation_periods", "threshold", "comparison_operator", "alarm_actions", "dimensions", "metric_query"}
	cloudFormationKeys = alarmKeys{"AlarmName", "MetricName", "Statistic", "ExtendedStatistic", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator", "AlarmActions", "Dimensions", "Metrics"}
)

// alarm reads a CloudWatch alarm.
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html.
func alarm(r *deploy.Resource, k alarmKeys) Alert {
	a := Alert{Place: r.Place, Format: "CloudWatch alarm", Name: text(r, k.name)}
	if l, ok := r.Value(k.threshold); ok {
		a.Place = l.Place
	}
	a.Severities = list(r, k.actions)
	a.Expr = fmt.Sprintf("%s %s over %s s %s %s", text(r, k.statistic)+text(r, k.extended), text(r, k.metric), text(r, k.period), text(r, k.operator), text(r, k.threshold))
	period, perr := strconv.Atoi(text(r, k.period))
	limit, lerr := strconv.ParseFloat(text(r, k.threshold), 64)
	metric := text(r, k.metric)
	op := map[string]string{"GreaterThanThreshold": ">", "GreaterThanOrEqualToThreshold": ">="}[text(r, k.operator)]
	if perr != nil || lerr != nil || period <= 0 || metric == "" || op == "" {
		a.Why = "a variable or a form that is not known is part of the condition"
		return a
	}
	window := time.Duration(period) * time.Second
	if n, err := strconv.Atoi(text(r, k.evaluations)); err == nil && n > 1 {
		a.For = window * time.Duration(n-1)
	}
	c := Condition{Metric: metric, Window: window, OrEqual: op == ">=", Threshold: limit, Measure: Level}
	switch statistic, extended := text(r, k.statistic), text(r, k.extended); {
	case strings.HasPrefix(extended, "p"):
		q, err := strconv.ParseFloat(extended[1:], 64)
		if err != nil {
			a.Why = errForm.Error()
			return a
		}
		c.Measure, c.Quantile = Quantile, q/100
	case statistic == "Sum":
		c.Measure, c.Raw, c.Threshold = Count, limit, limit/window.Minutes()
	case statistic == "Average":
		c.Measure = Mean
	}
	c.Labels = dimensions(r, k.dimensions)
	a.Conditions = []Condition{c}
	return a
}

func dimensions(r *deploy.Resource, name string) []Matcher {
	var out []Matcher
	if r.Body != nil {
		if a := r.Body.Attributes[name]; a != nil {
			if o, ok := a.Expr.(*hclsyntax.ObjectConsExpr); ok {
				for _, item := range o.Items {
					k, v := deploy.Evaluate(r.File, item.KeyExpr), deploy.Evaluate(r.File, item.ValueExpr)
					out = append(out, Matcher{Label: k.Text, Value: v.Text})
				}
			}
		}
		return out
	}
	for _, n := range deploy.Items(deploy.Get(r.Node, name)) {
		out = append(out, Matcher{Label: deploy.Text(deploy.Get(n, "Name")), Value: deploy.Text(deploy.Get(n, "Value"))})
	}
	deploy.Entries(deploy.Get(r.Node, name), func(k, v *yaml.Node) {
		out = append(out, Matcher{Label: k.Value, Value: deploy.Text(v)})
	})
	return out
}

// googleMetric is the metric of a filter.
var googleMetric = regexp.MustCompile(`metric\.type\s*=\s*"([^"]+)"`)

// policies reads the conditions of a Google alert policy.
func policies(r *deploy.Resource, records map[string]string) []Alert {
	var out []Alert
	for _, c := range r.Blocks("conditions") {
		a := Alert{Place: c.Place, Format: "Google alert policy", Name: text(r, "display_name")}
		if s := text(r, "severity"); s != "" {
			a.Severities = append(a.Severities, s)
		}
		if query, ok := c.Value("condition_prometheus_query_language", "query"); ok {
			a.Place, a.Expr = query.Place, query.Text
			a.For = duration(text(c, "condition_prometheus_query_language", "duration"))
			if query.Known {
				a.understand(conditions(query.Text, records))
			} else {
				a.Why = "a variable is part of the condition"
			}
		} else if filter, ok := c.Value("condition_threshold", "filter"); ok {
			a.Place, a.Expr = filter.Place, filter.Text
			a.Why = errForm.Error()
			if m := googleMetric.FindStringSubmatch(filter.Text); m != nil {
				a.Expr = m[1] + ": " + errForm.Error()
			}
		}
		out = append(out, a)
	}
	return out
}
