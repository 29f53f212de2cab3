package deploy

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// ecsTask reads container definitions as a task definition has them: in JSON or
// YAML, with the keys of the ECS API.
func (r *reader) ecsTask(d *Document, list *yaml.Node, family string) {
	for _, c := range Items(list) {
		w := &Workload{Place: d.At(c), Kind: ECS, Resource: "task definition", Name: family, Container: Text(Get(c, "name")), Replicas: -1, MaxReplicas: -1, History: -1}
		setImage(w, d, Get(c, "image"))
		// ECS keeps each registered revision of a task definition.
		// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-task-definition-console-v2.html
		w.RollsBack = true
		w.Command = append(words(Get(c, "entryPoint")), words(Get(c, "command"))...)
		r.files.Workloads = append(r.files.Workloads, w)
		for _, e := range Items(Get(c, "environment")) {
			if v := Get(e, "value"); v != nil {
				r.files.Env = append(r.files.Env, literal(Env{Place: d.At(v), Name: Text(Get(e, "name")), Workload: w}, Text(v)))
			}
		}
		for _, e := range Items(Get(c, "secrets")) {
			if v := Get(e, "valueFrom"); v != nil {
				r.files.Env = append(r.files.Env, arn(Env{Place: d.At(v), Name: Text(Get(e, "name")), Workload: w}, Text(v)))
			}
		}
		for _, e := range Items(Get(c, "environmentFiles")) {
			if v := Get(e, "value"); v != nil {
				r.files.Env = append(r.files.Env, Env{Place: d.At(v), Fill: FillUnknown, Store: "a file in a bucket", Workload: w})
			}
		}
	}
}

// arn reads the source of a secret of a task definition: an ARN of Secrets
// Manager or of Parameter Store, or a parameter's bare name. Both are stores:
// ECS decrypts what it finds there.
func arn(e Env, from string) Env {
	e.Ref = from
	switch {
	case from == "":
		return e
	case strings.Contains(from, ":secretsmanager:"):
		e.Fill, e.Store = FillStore, "AWS Secrets Manager"
	case templated(from):
		// The section is for secrets alone, whatever the ARN will be.
		e.Fill, e.Store = FillStore, "an AWS secret store"
	default:
		e.Fill, e.Store = FillStore, "AWS Parameter Store"
	}
	return e
}
