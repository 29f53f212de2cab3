package alertfile

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metricsql"
)

// errForm is given for a condition in a form that is not known.
var errForm = errors.New("the condition is in a form that is not known")

// conditions reads an expression with its comparison. Recording rules of the
// repository are put in place of their names, once.
func conditions(expr string, records map[string]string) ([]Condition, error) {
	e, err := parse(expr, records)
	if err != nil {
		return nil, err
	}
	return alternatives(e)
}

// compared reads an expression whose comparison stands elsewhere.
func compared(expr, op string, threshold float64, records map[string]string) ([]Condition, error) {
	e, err := parse(expr, records)
	if err != nil {
		return nil, err
	}
	if op == ">" && threshold == 0 {
		// A query that compares has values only where it holds.
		if c, err := alternatives(e); err == nil {
			return c, nil
		}
	}
	var out []Condition
	for _, part := range united(e) {
		c, err := measure(part)
		if err != nil {
			return nil, err
		}
		f, err := finish(c, op, threshold)
		if err != nil {
			return nil, err
		}
		out = append(out, f...)
	}
	return out, nil
}

// variable is one of Grafana or of a template. A dollar sign alone ends a
// regular expression.
var variable = regexp.MustCompile(`\$(\{|[A-Za-z_])`)

func parse(expr string, records map[string]string) (metricsql.Expr, error) {
	if len(expr) > 1<<16 || strings.Count(expr, "(") > 200 {
		return nil, errors.New("the condition is too long")
	}
	if variable.MatchString(expr) || strings.Contains(expr, "{{") {
		return nil, errors.New("a variable is part of the condition")
	}
	e, err := metricsql.Parse(expr)
	if err != nil {
		return nil, fmt.Errorf("the condition is not valid: %s", firstLine(err.Error()))
	}
	return substitute(e, records)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if len(s) > 80 {
		s = s[:80]
	}
	return s
}

// substitute puts recording rules in place of their names. A rule that uses
// another one is left as it is.
func substitute(e metricsql.Expr, records map[string]string) (metricsql.Expr, error) {
	switch e := e.(type) {
	case *metricsql.MetricExpr:
		name, labels := selector(e)
		rule, ok := records[name]
		if !ok || len(labels) > 0 {
			return e, nil
		}
		return metricsql.Parse(rule)
	case *metricsql.BinaryOpExpr:
		c := *e
		var err error
		if c.Left, err = substitute(e.Left, records); err != nil {
			return nil, err
		}
		if c.Right, err = substitute(e.Right, records); err != nil {
			return nil, err
		}
		return &c, nil
	case *metricsql.AggrFuncExpr:
		args, err := substituteAll(e.Args, records)
		if err != nil {
			return nil, err
		}
		c := *e
		c.Args = args
		return &c, nil
	case *metricsql.FuncExpr:
		args, err := substituteAll(e.Args, records)
		if err != nil {
			return nil, err
		}
		c := *e
		c.Args = args
		return &c, nil
	}
	return e, nil
}

// substituteAll is [substitute] for each of several expressions.
func substituteAll(es []metricsql.Expr, records map[string]string) ([]metricsql.Expr, error) {
	var out []metricsql.Expr
	for _, e := range es {
		s, err := substitute(e, records)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// alternatives reads a or b, and a or (x unless x offset w): the second one
// holds when a series appears.
func alternatives(e metricsql.Expr) ([]Condition, error) {
	b, ok := e.(*metricsql.BinaryOpExpr)
	if !ok {
		return nil, errForm
	}
	switch strings.ToLower(b.Op) {
	case "or":
		left, err := alternatives(b.Left)
		if err != nil {
			return nil, err
		}
		if name, labels, ok := birth(b.Right); ok {
			for i := range left {
				if left[i].Metric == name && sameLabels(left[i].Labels, labels) {
					left[i].Birth = true
				}
			}
			return left, nil
		}
		right, err := alternatives(b.Right)
		if err != nil {
			return nil, err
		}
		return append(left, right...), nil
	case ">", ">=":
		if b.Bool {
			return nil, errForm
		}
		if n, ok := number(b.Right); ok {
			var out []Condition
			for _, part := range united(b.Left) {
				c, err := measure(part)
				if err != nil {
					return nil, err
				}
				f, err := finish(c, b.Op, n)
				if err != nil {
					return nil, err
				}
				out = append(out, f...)
			}
			return out, nil
		}
	case "and":
		// A second condition that only asks for enough requests.
		if enough(b.Right) {
			return alternatives(b.Left)
		}
	case "<", "<=":
		if n, ok := number(b.Left); ok && !b.Bool {
			c, err := measure(b.Right)
			if err != nil {
				return nil, err
			}
			return finish(c, strings.Replace(b.Op, "<", ">", 1), n)
		}
	}
	return nil, errForm
}

// united takes sum(a or b), perhaps times a number, apart: what is added up of
// several metrics is met when one of them alone is.
func united(e metricsql.Expr) []metricsql.Expr {
	switch e := e.(type) {
	case *metricsql.BinaryOpExpr:
		if _, ok := number(e.Right); ok && (e.Op == "*" || e.Op == "/") {
			var out []metricsql.Expr
			for _, l := range united(e.Left) {
				c := *e
				c.Left = l
				out = append(out, &c)
			}
			return out
		}
	case *metricsql.AggrFuncExpr:
		if b, ok := e.Args[0].(*metricsql.BinaryOpExpr); ok && len(e.Args) == 1 && strings.EqualFold(e.Name, "sum") && strings.EqualFold(b.Op, "or") {
			var out []metricsql.Expr
			for _, side := range []metricsql.Expr{b.Left, b.Right} {
				c := *e
				c.Args = []metricsql.Expr{side}
				out = append(out, united(&c)...)
			}
			return out
		}
	}
	return []metricsql.Expr{e}
}

// enough reports whether a condition asks for a number of requests at least, as a
// guard beside a quantile does.
func enough(e metricsql.Expr) bool {
	b, ok := e.(*metricsql.BinaryOpExpr)
	if !ok || b.Op != ">" && b.Op != ">=" {
		return false
	}
	if _, ok := number(b.Right); !ok {
		return false
	}
	p, err := measure(b.Left)
	return err == nil && p.Measure == Count
}

// A partial is a measure before its threshold is known. The threshold times
// scale is the count over one minute; times raw, over the window.
type partial struct {
	Condition
	scale, raw float64
}

func finish(p partial, op string, threshold float64) ([]Condition, error) {
	if math.IsNaN(threshold) || op != ">" && op != ">=" {
		return nil, errForm
	}
	c := p.Condition
	c.Threshold, c.Raw, c.OrEqual = threshold*p.scale, threshold*p.raw, op == ">="
	if math.IsNaN(c.Threshold) || math.IsInf(c.Threshold, 0) {
		return nil, errForm // a factor that is zero or negative
	}
	return []Condition{c}, nil
}

// measure reads what is compared.
func measure(e metricsql.Expr) (partial, error) {
	switch e := e.(type) {
	case *metricsql.AggrFuncExpr:
		switch strings.ToLower(e.Name) {
		case "sum", "max", "topk":
			// The largest of several is met when the sum may be; the sum over all
			// is what an item asks for. Both are taken as they stand.
			return measure(e.Args[len(e.Args)-1])
		case "avg":
			p, err := measure(e.Args[0])
			if err == nil && p.Measure == Level {
				p.Measure = Mean
			}
			return p, err
		}
		return partial{}, errForm
	case *metricsql.FuncExpr:
		return function(e)
	case *metricsql.BinaryOpExpr:
		return arithmetic(e)
	case *metricsql.MetricExpr:
		name, labels := selector(e)
		c := Condition{Measure: Level, Metric: name, Labels: labels}
		for _, m := range labels {
			// A summary carries its quantiles in a label.
			if q, ok := quantileLabel(m); ok {
				c.Measure, c.Quantile = Quantile, q
			}
		}
		return partial{c, 1, 1}, nil
	}
	return partial{}, errForm
}

func quantileLabel(m Matcher) (float64, bool) {
	if m.Label != "quantile" || m.Not || m.Regexp {
		return 0, false
	}
	var q float64
	_, err := fmt.Sscanf(m.Value, "%g", &q)
	return q, err == nil
}

func function(e *metricsql.FuncExpr) (partial, error) {
	switch name := strings.ToLower(e.Name); {
	case (name == "increase" || name == "rate" || name == "irate") && len(e.Args) == 1:
		r, ok := e.Args[0].(*metricsql.RollupExpr)
		if !ok || r.Window == nil || r.Offset != nil || r.At != nil {
			return partial{}, errForm
		}
		m, ok := r.Expr.(*metricsql.MetricExpr)
		if !ok {
			return partial{}, errForm
		}
		window := time.Duration(r.Window.Duration(0)) * time.Millisecond
		if window <= 0 {
			return partial{}, errForm
		}
		metric, labels := selector(m)
		p := partial{Condition{Measure: Count, Metric: metric, Labels: labels, Window: window}, 60, window.Seconds()}
		if name == "increase" {
			p.scale, p.raw = 1/window.Minutes(), 1
		}
		return p, nil
	case name == "histogram_quantile" && len(e.Args) == 2:
		q, ok := number(e.Args[0])
		if !ok {
			return partial{}, errForm
		}
		p, err := measure(e.Args[1])
		if err != nil || p.Measure != Count {
			return partial{}, errForm
		}
		c := Condition{Measure: Quantile, Quantile: q, Metric: strings.TrimSuffix(p.Metric, "_bucket"), Labels: p.Labels, Window: p.Window}
		return partial{c, 1, 1}, nil
	}
	return partial{}, errForm
}

// arithmetic reads x * k, x / k, and the quotients that are a share or a mean.
func arithmetic(e *metricsql.BinaryOpExpr) (partial, error) {
	n, right := number(e.Right)
	if !right && e.Op == "*" {
		if k, ok := number(e.Left); ok {
			p, err := measure(e.Right)
			return scaled(p, k), err
		}
	}
	switch {
	case e.Op == "*" && right:
		p, err := measure(e.Left)
		return scaled(p, n), err
	case e.Op == "/" && right && n != 0:
		p, err := measure(e.Left)
		return scaled(p, 1/n), err
	case e.Op == "/":
		top, err := measure(e.Left)
		if err != nil {
			return partial{}, err
		}
		bottom, err := measure(e.Right)
		if err != nil {
			return partial{}, err
		}
		c := Condition{Measure: Share, Metric: top.Metric, Labels: top.Labels, Window: top.Window}
		if base, ok := strings.CutSuffix(top.Metric, "_sum"); ok && bottom.Metric == base+"_count" {
			c.Measure, c.Metric = Mean, base
		}
		return partial{c, 1, 1}, nil
	}
	return partial{}, errForm
}

// scaled changes what a threshold stands for when the value is multiplied.
func scaled(p partial, k float64) partial {
	if k <= 0 {
		k = math.NaN()
	}
	p.scale, p.raw = p.scale/k, p.raw/k
	return p
}

func number(e metricsql.Expr) (float64, bool) {
	n, ok := e.(*metricsql.NumberExpr)
	if !ok {
		return 0, false
	}
	return n.N, true
}

// selector returns a metric's name and its other matchers.
func selector(m *metricsql.MetricExpr) (name string, labels []Matcher) {
	if len(m.LabelFilterss) != 1 {
		return "", nil
	}
	for _, f := range m.LabelFilterss[0] {
		if f.Label == "__name__" && !f.IsNegative && !f.IsRegexp {
			name = f.Value
			continue
		}
		labels = append(labels, Matcher{Label: f.Label, Value: f.Value, Not: f.IsNegative, Regexp: f.IsRegexp})
	}
	return name, labels
}

// birth reads x unless x offset w, aggregated or not.
func birth(e metricsql.Expr) (string, []Matcher, bool) {
	for range 3 { // a sum, compared; a comparison, summed
		if a, ok := e.(*metricsql.AggrFuncExpr); ok && len(a.Args) == 1 {
			e = a.Args[0]
		}
		if c, ok := e.(*metricsql.BinaryOpExpr); ok && (c.Op == ">" || c.Op == ">=") {
			e = c.Left
		}
	}
	b, ok := e.(*metricsql.BinaryOpExpr)
	if !ok || strings.ToLower(b.Op) != "unless" {
		return "", nil, false
	}
	left, ok := plain(b.Left)
	if !ok {
		return "", nil, false
	}
	r, ok := b.Right.(*metricsql.RollupExpr)
	if !ok || r.Offset == nil {
		return "", nil, false
	}
	right, ok := r.Expr.(*metricsql.MetricExpr)
	if !ok {
		return "", nil, false
	}
	name, labels := selector(left)
	other, _ := selector(right)
	return name, labels, name == other
}

func plain(e metricsql.Expr) (*metricsql.MetricExpr, bool) {
	if b, ok := e.(*metricsql.BinaryOpExpr); ok && (b.Op == ">" || b.Op == ">=") {
		e = b.Left
	}
	m, ok := e.(*metricsql.MetricExpr)
	return m, ok
}

func sameLabels(a, b []Matcher) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}
