package deploy

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// onKey returns what starts a GitHub workflow. YAML 1.1 reads the key on as a
// truth value; this parser keeps the word.
func onKey(n *yaml.Node) *yaml.Node {
	if on := Get(n, "on"); on != nil {
		return on
	}
	return Get(n, "true")
}

// workflow reads a CI file: which environment its deploying steps give, whether
// it deploys a version that its caller chooses, and whether it watches the
// status page.
func (r *reader) workflow(d *Document) {
	on := onKey(d.Node)
	if Get(d.Node, "jobs") == nil || on == nil {
		r.gitlab(d)
		return
	}
	scheduled := Get(on, "schedule") != nil
	r.release(d, on)
	r.ciEnv(d, Get(d.Node, "env"), false)
	Entries(Get(d.Node, "jobs"), func(_, job *yaml.Node) {
		for _, step := range Items(Get(job, "steps")) {
			run := Text(Get(step, "run"))
			uses := Text(Get(step, "uses"))
			deploys := deploying(run) || deploying(uses) || scheduled && strings.Contains(run, "go run ") // it runs the program itself
			r.ciEnv(d, Get(step, "env"), deploys)
			if deploys {
				r.ciEnv(d, Get(job, "env"), true)
			}
			if run != "" {
				r.gcloud(d.At(Get(step, "run")), strings.ReplaceAll(run, "\\\n", " "))
			}
			if url := statusURL(run); url != "" {
				r.files.StatusChecks = append(r.files.StatusChecks, StatusCheck{Place: d.At(Get(step, "run")), URL: url, By: "workflow", Repeats: scheduled, Acts: acts(run)})
			}
		}
	})
}

// release notes a workflow that takes the version to deploy as an input.
func (r *reader) release(d *Document, on *yaml.Node) {
	inputs := Get(on, "workflow_dispatch", "inputs")
	Entries(inputs, func(k, _ *yaml.Node) {
		used := false
		Walk(Get(d.Node, "jobs"), func(n *yaml.Node) {
			used = used || n.Kind == yaml.ScalarNode && (strings.Contains(n.Value, "inputs."+k.Value))
		})
		deploys := false
		Walk(Get(d.Node, "jobs"), func(n *yaml.Node) {
			deploys = deploys || n.Kind == yaml.ScalarNode && deploying(n.Value)
		})
		if used && deploys {
			r.files.Releases = append(r.files.Releases, d.At(k))
		}
	})
}

// deploys are the commands and actions that bring a version into production.
var deploys = []string{
	"kubectl apply", "kubectl set image", "kubectl rollout", "helm upgrade", "helm install", "gcloud run deploy", "flyctl deploy", "fly deploy",
	"aws ecs update-service", "aws ecs deploy", "amazon-ecs-deploy", "deploy-cloudrun", "heroku container:release", "serverless deploy", "sam deploy", "terraform apply", "kamal deploy", "docker stack deploy",
}

func deploying(s string) bool {
	for _, word := range deploys {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// ciEnv reads an env block. A value of the secrets context comes from the CI
// system's store; it counts for the program only on a step that deploys.
func (r *reader) ciEnv(d *Document, n *yaml.Node, deploys bool) {
	if !deploys {
		return
	}
	Entries(n, func(k, v *yaml.Node) {
		e := Env{Place: d.At(v), Name: k.Value}
		value := strings.ReplaceAll(Text(v), " ", "")
		if strings.HasPrefix(value, "${{secrets.") {
			e.Fill, e.Store = FillStore, "GitHub Actions secrets"
		} else {
			e = literal(e, Text(v))
		}
		r.files.Env = append(r.files.Env, e)
	})
}

// gitlab reads the jobs of a GitLab file.
func (r *reader) gitlab(d *Document) {
	Entries(d.Node, func(_, job *yaml.Node) {
		scheduled := false
		for _, rule := range Items(Get(job, "rules")) {
			scheduled = scheduled || strings.Contains(Text(Get(rule, "if")), `"schedule"`)
		}
		for _, only := range Items(Get(job, "only")) {
			scheduled = scheduled || Text(only) == "schedules"
		}
		script := Get(job, "script")
		run := Text(script)
		for _, line := range Items(script) {
			run += "\n" + Text(line)
		}
		if url := statusURL(run); url != "" {
			r.files.StatusChecks = append(r.files.StatusChecks, StatusCheck{Place: d.At(script), URL: url, By: "workflow", Repeats: scheduled, Acts: acts(run)})
		}
		if script != nil {
			r.gcloud(d.At(script), strings.ReplaceAll(run, "\\\n", " "))
		}
	})
}

// acts reports whether a command does something with an answer: it fails, or it
// hands the answer on. A fetch whose output nobody reads does not.
func acts(command string) bool {
	for _, word := range []string{"--fail", "curl -f", "curl -sf", "curl -fs", "curl -Ssf", "-fsS", "-sSf", "-fSs", "jq -e", "grep", "test ", "[ ", "exit 1", "if ", "==", "!=", "| ", "> "} {
		if strings.Contains(command, word) {
			return true
		}
	}
	return false
}
