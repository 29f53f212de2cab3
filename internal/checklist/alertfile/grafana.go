package alertfile

import (
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// grafana reads alert rules that Grafana is provisioned with.
// Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/.
func grafana(d *deploy.Document, records map[string]string) []Alert {
	var out []Alert
	for _, g := range deploy.Items(deploy.Get(d.Node, "groups")) {
		for _, r := range deploy.Items(deploy.Get(g, "rules")) {
			if deploy.Get(r, "data") == nil {
				continue
			}
			var steps []step
			for _, q := range deploy.Items(deploy.Get(r, "data")) {
				steps = append(steps, stepOf(d, q, deploy.Get(q, "model")))
			}
			a := fromSteps(steps, deploy.Text(deploy.Get(r, "condition")), records)
			a.Format, a.Name = "Grafana alert rule", deploy.Text(deploy.Get(r, "title"))
			if a.Line == 0 {
				a.Place = d.At(r)
			}
			a.For, a.Severities = duration(deploy.Text(deploy.Get(r, "for"))), severities(deploy.Get(r, "labels"))
			out = append(out, a)
		}
	}
	return out
}

// A step is one query or expression of a rule.
type step struct {
	ref  string
	kind string // of an expression: reduce, threshold, math, classic_conditions
	from string // the step that it reads
	expr string // of a query
	at   deploy.Place
	op   string
	n    float64
	ok   bool // the threshold is known
}

func stepOf(d *deploy.Document, q, model *yaml.Node) step {
	s := step{ref: deploy.Text(deploy.Get(q, "refId")), kind: deploy.Text(deploy.Get(model, "type")), from: deploy.Text(deploy.Get(model, "expression"))}
	if s.ref == "" {
		s.ref = deploy.Text(deploy.Get(model, "refId"))
	}
	if e := deploy.Get(model, "expr"); e != nil {
		s.expr, s.at, s.kind = deploy.Text(e), d.At(e), ""
	}
	for _, c := range deploy.Items(deploy.Get(model, "conditions")) {
		s.op = evaluators[deploy.Text(deploy.Get(c, "evaluator", "type"))]
		if p := deploy.Items(deploy.Get(c, "evaluator", "params")); len(p) > 0 {
			n, err := strconv.ParseFloat(deploy.Text(p[0]), 64)
			s.n, s.ok = n, err == nil && s.op != ""
		}
		if p := deploy.Items(deploy.Get(c, "query", "params")); len(p) > 0 && s.from == "" {
			s.from = deploy.Text(p[0])
		}
	}
	return s
}

var evaluators = map[string]string{"gt": ">", "gte": ">="}

// fromSteps follows a rule from its condition back to its query.
func fromSteps(steps []step, condition string, records map[string]string) Alert {
	byRef := map[string]step{}
	for _, s := range steps {
		byRef[s.ref] = s
	}
	var a Alert
	last, op, n, known := byRef[condition], "", 0.0, false
	for range steps {
		if last.expr != "" {
			break
		}
		switch last.kind {
		case "threshold", "classic_conditions":
			op, n, known = last.op, last.n, last.ok
		case "reduce", "resample":
		default:
			a.Why = errForm.Error()
		}
		last = byRef[last.from]
	}
	a.Expr, a.Place = last.expr, last.at
	switch {
	case last.expr == "" || a.Why != "":
		a.Why = errForm.Error()
	case known:
		a.understand(compared(last.expr, op, n, records))
	case op == "" && len(steps) > 0:
		// A query with its own comparison is a condition by itself.
		a.understand(conditions(last.expr, records))
	default:
		a.Why = errForm.Error()
	}
	return a
}
