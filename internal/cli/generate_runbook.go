package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/generate"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

// runbookFacts collects what the repository holds. When it returns nil the run is
// over with the code.
func (e *env) runbookFacts(g *generateFlags, patterns []string) (*generate.Facts, int) {
	if len(patterns) == 0 {
		patterns = wholeModule()
	}
	run, err := e.prepare(e.loading(g.options), patterns)
	if err != nil {
		return nil, e.fail("%v", err)
	}
	if run.configErr != nil {
		return nil, e.trouble(run, nil)
	}
	gth := &gather.Gathering{Settings: run.opts.Settings, Rules: run.opts.Rules}
	run.opts = gth.Options(run.opts)
	res, err := e.analyse(run)
	if err != nil {
		return nil, e.interrupted(err)
	}
	in, err := gth.Input(e.ctx, res, run.dir)
	if err != nil {
		return nil, e.interrupted(err)
	}
	wanted := []string{"B5", "R1", "R2"}
	judged := items.Judge(in, func(id string) bool { return slices.Contains(wanted, id) }, func(id string, cause any) {
		e.fail("%s: the check itself failed (%T); please report it with `klaviyolint version`", id, cause)
	})
	f := &generate.Facts{Module: in.Module}
	(&runbookFacts{f, in, res, judged}).fill()
	return f, e.trouble(run, res)
}

// runbookFacts reads the parts of a runbook off a run.
type runbookFacts struct {
	*generate.Facts
	in     *items.Input
	res    *driver.Result
	judged []checklist.Judged
}

func (r *runbookFacts) item(id string) *checklist.Judged {
	for i := range r.judged {
		if r.judged[i].Doc.ID == id {
			return &r.judged[i]
		}
	}
	return nil
}

func (r *runbookFacts) fill() {
	r.needs()
	r.switches()
	r.deploys()
	r.workflows()
	for _, h := range r.in.Handlers {
		for _, read := range h.Result.Reads {
			if read.Header == "Klaviyo-Signature" && read.Place.IsValid() {
				pos := h.Fset.Position(read.Place.Pos)
				r.Handlers = append(r.Handlers, fmt.Sprintf("%s:%d", inventory.Relative(r.in.Root, pos.Filename), pos.Line))
			}
		}
	}
	slices.Sort(r.Handlers)
	r.Handlers = slices.Compact(r.Handlers)
	for _, a := range r.in.Alerts {
		if strings.HasPrefix(a.Name, "Klaviyo") {
			name, _, _ := strings.Cut(a.Name, ":")
			r.Alerts = append(r.Alerts, name)
		}
	}
	if j := r.item("B5"); j != nil {
		for _, s := range j.Subjects {
			if s.Mark == checklist.Not && s.Place.IsValid() {
				r.Unkeyed = append(r.Unkeyed, fmt.Sprintf("%s:%d", s.Place.Path, s.Place.Line))
			}
		}
	}
}

// needs are the scopes of the calls, and where the key comes from.
func (r *runbookFacts) needs() {
	for _, s := range r.in.Doc.Scopes {
		if s.Certain {
			r.Scopes = append(r.Scopes, s.Scope)
		}
	}
	for _, c := range r.in.Doc.Calls {
		if name, ok := strings.CutPrefix(c.Req.Auth.From, "env "); ok && r.KeyEnv == "" {
			r.KeyEnv = name
		}
	}
	if len(r.in.Settings.Keys) == 1 && r.in.Settings.Keys[0].Env != "" {
		r.KeyEnv = r.in.Settings.Keys[0].Env
	}
}

// decidedBy is how the item R1 names the switch of a request.
var decidedBy = regexp.MustCompile(`decided by ([^\s,;]+)`)

// switches are those that R1 found, and the fate of what they stop.
func (r *runbookFacts) switches() {
	m := generate.Main{Package: r.in.Module}
	if mains := r.mains(); len(mains) == 1 {
		m.Package = mains[0]
	}
	seen := map[string]bool{}
	j := r.item("R1")
	if j == nil || len(r.in.Doc.Calls) == 0 {
		if len(r.in.Doc.Calls) > 0 {
			r.Mains = append(r.Mains, m)
		}
		return
	}
	live, dropped := map[string]bool{}, false
	for _, rem := range j.Remarks {
		if name, ok := strings.CutSuffix(rem.Text, " is asked at each call: a change holds at once"); ok {
			live[name] = true
		}
		dropped = dropped || strings.Contains(rem.Text, "is dropped")
	}
	for _, s := range j.Subjects {
		at := fmt.Sprintf("%s:%d", s.Place.Path, s.Place.Line)
		found := decidedBy.FindStringSubmatch(s.What)
		if found == nil {
			if s.Place.IsValid() {
				m.Outside = append(m.Outside, at)
			}
			continue
		}
		if name := found[1]; !seen[name] {
			seen[name] = true
			sw := generate.Switch{Name: name, Kind: "flag service", Live: live[name]}
			if isEnvName(name) {
				sw.Kind = "environment"
			}
			if n := len(s.Also); n > 0 {
				sw.Where = fmt.Sprintf("%s:%d", s.Also[n-1].Path, s.Also[n-1].Line)
			}
			m.Switches = append(m.Switches, sw)
		}
		if s.Mark == checklist.Met {
			fate := "kept, or sent later"
			if dropped {
				fate = "dropped"
			}
			what, _, _ := strings.Cut(s.What, ":")
			r.Lost = append(r.Lost, generate.Lost{What: what, At: at, Fate: fate})
		}
	}
	r.Mains = append(r.Mains, m)
}

var envWord = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

func isEnvName(s string) bool { return envWord.MatchString(s) }

// mains are the folders of the main packages, relative to the module.
func (r *runbookFacts) mains() []string {
	var out []string
	for _, p := range r.res.Packages {
		if p.Types != nil && p.Types.Name() == "main" {
			out = append(out, "."+strings.TrimPrefix(p.Path, r.in.Module))
		}
	}
	return out
}

// deploys are the workloads that the files of the repository run, and why one of
// them cannot be undone.
func (r *runbookFacts) deploys() {
	seen := map[string]bool{}
	for _, w := range r.in.Files.Workloads {
		key := string(w.Kind) + "/" + w.Resource + "/" + w.Name
		if seen[key] || w.Resource == "Job" || w.Resource == "CronJob" {
			continue
		}
		seen[key] = true
		d := generate.Deploy{Kind: string(w.Kind), Resource: strings.ToLower(w.Resource), Name: w.Name, Namespace: w.Namespace, At: r.at(w.Place)}
		switch {
		case w.History == 0:
			d.NoUndo, d.At = "revisionHistoryLimit is 0, so there is nothing to go back to", r.at(w.HistoryAt)
		case w.Kind == deploy.Kubernetes && !w.ImageUnknown && w.Moves():
			d.NoUndo = fmt.Sprintf("the image %s has no fixed tag: undo starts the same tag again", w.Image)
			if w.ImageAt.File != "" {
				d.At = r.at(w.ImageAt)
			}
		}
		r.Deploys = append(r.Deploys, d)
	}
	for _, c := range r.in.Files.Charts {
		r.Charts = append(r.Charts, cmp.Or(filepath.ToSlash(filepath.Dir(inventory.Relative(r.in.Root, c.File))), "."))
	}
}

func (r *runbookFacts) at(p deploy.Place) string {
	return fmt.Sprintf("%s:%d", inventory.Relative(r.in.Root, p.File), p.Line)
}

// deploying are words of a workflow that puts a program into production.
var deploying = regexp.MustCompile(`(?i)\b(kubectl (apply|set|rollout)|helm (upgrade|install)|aws ecs|ecs-deploy|gcloud run|flyctl|fly deploy|heroku|argocd|deploy-cloudrun|amazon-ecs-deploy-task-definition|docker compose)\b`)

// workflows are those of GitHub Actions that deploy.
func (r *runbookFacts) workflows() {
	chosen := map[string]bool{}
	for _, p := range r.in.Files.Releases {
		chosen[p.File] = true
	}
	names, _ := filepath.Glob(filepath.Join(r.in.Root, ".github", "workflows", "*.y*ml"))
	slices.Sort(names)
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > deploy.MaxFileSize {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil || !chosen[name] && !deploying.Match(text) {
			continue
		}
		var doc struct {
			Name string `yaml:"name"`
		}
		_ = yaml.Unmarshal(text, &doc) // without a name the file stands for it
		r.Workflow = append(r.Workflow, generate.Workflow{Name: doc.Name, File: inventory.Relative(r.in.Root, name), Input: chosen[name]})
	}
}
