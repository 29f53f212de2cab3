package deploy

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v4"
)

// resource reads what Terraform runs: ECS tasks, Cloud Run services and
// Kubernetes workloads, and monitors of the status page.
func (r *reader) resource(res *Resource, data bool) {
	switch {
	case res.Type == "http" && data:
		// Read once for each plan: no monitor.
	case res.Type == "aws_ecs_task_definition":
		r.terraformTask(res)
	case strings.HasPrefix(res.Type, "google_cloud_run"):
		r.terraformRun(res)
	case strings.HasPrefix(res.Type, "kubernetes_deployment"), strings.HasPrefix(res.Type, "kubernetes_stateful_set"), strings.HasPrefix(res.Type, "kubernetes_cron_job"):
		r.terraformPod(res)
	case res.Type == "datadog_synthetics_test":
		if l, ok := res.Value("request_definition", "url"); ok {
			r.terraformCheck(l, "Datadog check")
		}
	case res.Type == "grafana_synthetic_monitoring_check":
		if l, ok := res.Value("target"); ok {
			r.terraformCheck(l, "Grafana check")
		}
	}
}

func (r *reader) terraformCheck(l Literal, by string) {
	if url := statusURL(l.Text); l.Known && url != "" {
		r.files.StatusChecks = append(r.files.StatusChecks, StatusCheck{Place: l.Place, URL: url, By: by, Repeats: true, Acts: true})
	}
}

// terraformTask reads container definitions, which are JSON text: a literal, or
// jsonencode of an object.
func (r *reader) terraformTask(res *Resource) {
	family := ""
	if l, ok := res.Value("family"); ok && l.Known {
		family = l.Text
	}
	if n, _, ok := JSONValue(res, "container_definitions"); ok {
		r.ecsTask(&Document{Path: res.File}, n, family)
		return
	}
	w := &Workload{Place: res.Place, Kind: ECS, Resource: "task definition", Name: family, Replicas: -1, MaxReplicas: -1, History: -1, RollsBack: true, ImageUnknown: true}
	r.files.Workloads = append(r.files.Workloads, w)
}

// JSONValue returns the tree of an attribute that holds JSON: as text, or as
// jsonencode of an object. What a variable decides inside the object is a text
// that is known to be put in later.
func JSONValue(res *Resource, name string) (*yaml.Node, Place, bool) {
	l, ok := res.Value(name)
	if ok && l.Known {
		var n yaml.Node
		if yaml.NewDecoder(bytes.NewReader([]byte(l.Text))).Decode(&n) == nil && len(n.Content) == 1 {
			shift(&n, l.Line, l.Col)
			return n.Content[0], l.Place, true
		}
	}
	if res.Body == nil || res.Body.Attributes[name] == nil {
		return nil, l.Place, false
	}
	call, ok := res.Body.Attributes[name].Expr.(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "jsonencode" || len(call.Args) != 1 {
		return nil, l.Place, false
	}
	return node(res.File, call.Args[0]), rangePlace(res.File, call.Args[0].Range()), true
}

// shift moves the positions of a text inside another file.
func shift(n *yaml.Node, line, col int) {
	Walk(n, func(n *yaml.Node) {
		if n.Line == 1 {
			n.Column += col - 1
		}
		n.Line += line - 1
	})
}

// node turns an expression of objects and lists into the tree it will be. What
// a variable decides becomes a text that is known to be put in later.
func node(file string, e hclsyntax.Expression) *yaml.Node {
	start := e.Range().Start
	n := &yaml.Node{Line: start.Line, Column: start.Column}
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		n.Kind = yaml.MappingNode
		for _, item := range e.Items {
			k, v := node(file, item.KeyExpr), node(file, item.ValueExpr)
			n.Content = append(n.Content, k, v)
		}
	case *hclsyntax.TupleConsExpr:
		n.Kind = yaml.SequenceNode
		for _, x := range e.Exprs {
			n.Content = append(n.Content, node(file, x))
		}
	default:
		n.Kind, n.Tag = yaml.ScalarNode, "!!str"
		if l := Evaluate(file, e); l.Known {
			n.Value = l.Text
		} else {
			n.Value = "${}"
		}
	}
	return n
}

// terraformRun reads a Cloud Run service or job.
func (r *reader) terraformRun(res *Resource) {
	visit(res, "template", func(t *Resource) {
		holders := append(t.Blocks("spec"), t.Blocks("template")...)
		holders = append(holders, t)
		for _, h := range holders {
			for _, c := range h.Blocks("containers") {
				w := &Workload{Place: c.Place, Kind: CloudRun, Resource: "service", Name: res.Name, Replicas: -1, MaxReplicas: -1, History: -1, RollsBack: true}
				r.terraformContainer(c, w)
			}
		}
	})
}

func (r *reader) terraformPod(res *Resource) {
	resource := map[bool]string{true: "CronJob", false: "Deployment"}[strings.HasPrefix(res.Type, "kubernetes_cron_job")]
	if strings.HasPrefix(res.Type, "kubernetes_stateful_set") {
		resource = "StatefulSet"
	}
	var walk func(b *Resource, depth int, w Workload)
	walk = func(b *Resource, depth int, w Workload) {
		if l, ok := b.Value("replicas"); ok {
			w.ReplicasAt, w.Replicas, w.MaxReplicas = l.Place, number(l), number(l)
		}
		if l, ok := b.Value("revision_history_limit"); ok {
			w.HistoryAt, w.History = l.Place, number(l)
		}
		for _, c := range b.Blocks("container") {
			one := w
			one.Place = c.Place
			r.terraformContainer(c, &one)
		}
		if depth == 0 {
			return
		}
		for _, name := range []string{"spec", "template", "job_template"} {
			for _, inner := range b.Blocks(name) {
				walk(inner, depth-1, w)
			}
		}
	}
	walk(res, 6, Workload{Kind: Kubernetes, Resource: resource, Name: res.Name, Replicas: 1, MaxReplicas: 1, History: -1})
}

func number(l Literal) int {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: l.Text}
	if i, ok := Number(n); ok && l.Known {
		return i
	}
	return -1
}

// terraformContainer reads one container block: image, environment, probes.
func (r *reader) terraformContainer(c *Resource, w *Workload) {
	if l, ok := c.Value("name"); ok {
		w.Container = l.Text
	}
	l, ok := c.Value("image")
	w.Image, w.ImageAt, w.ImageUnknown = l.Text, l.Place, !ok || !l.Known
	r.files.Workloads = append(r.files.Workloads, w)
	for _, e := range c.Blocks("env") {
		name, _ := e.Value("name")
		entry := Env{Place: e.Place, Name: name.Text, Workload: w}
		if v, ok := e.Value("value"); ok {
			entry.Place = v.Place
			if v.Known {
				entry = literal(entry, v.Text)
			} else {
				entry.Store = "a Terraform variable"
			}
			r.files.Env = append(r.files.Env, entry)
			continue
		}
		for _, from := range append(e.Blocks("value_source"), append(e.Blocks("value_from"), e.Blocks("valueFrom")...)...) {
			if len(from.Blocks("secret_key_ref")) > 0 {
				entry.Fill, entry.Store = FillStore, "a secret"
				if w.Kind == CloudRun {
					entry.Store = "Google Secret Manager"
				}
			}
			if len(from.Blocks("config_map_key_ref")) > 0 {
				entry.Fill, entry.Store = FillConfig, "a ConfigMap"
			}
		}
		r.files.Env = append(r.files.Env, entry)
	}
	for _, role := range []string{"liveness", "readiness", "startup"} {
		for _, p := range c.Blocks(role + "_probe") {
			out := Probe{Place: p.Place, Role: role, Period: 10}
			if l, ok := p.Value("http_get", "path"); ok {
				out.Path, out.Place = l.Text, l.Place
			}
			if l, ok := p.Value("period_seconds"); ok {
				out.Period = max(0, number(l))
			}
			w.Probes = append(w.Probes, out)
		}
	}
}

func visit(res *Resource, name string, f func(*Resource)) {
	for _, b := range res.Blocks(name) {
		f(b)
	}
}
