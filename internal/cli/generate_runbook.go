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
	"github.com/klaviyolint/klaviyolint/internal/checklist/alerts"
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
	wanted := []string{"B5"}
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
	r.runs()
	r.workflows()
	r.Requests = alerts.Requests(items.AlertInput(r.in))
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

// switches are those that decide about the requests, by program, and what becomes of
// the callers and of the work.
func (r *runbookFacts) switches() {
	uses := items.Uses(r.in)
	if len(uses) == 0 && len(r.in.Doc.Calls) == 0 {
		return
	}
	folders, modules := r.mains()
	var mains []string
	for _, u := range uses {
		for _, m := range u.Mains {
			if !slices.Contains(mains, m) {
				mains = append(mains, m)
			}
		}
	}
	slices.Sort(mains)
	library := slices.ContainsFunc(uses, func(u items.Use) bool { return len(u.Mains) == 0 })
	if library || len(mains) == 0 {
		mains = append(mains, "")
	}
	for _, path := range mains {
		m := generate.Main{Package: cmp.Or(folders[path], r.in.Module)}
		if len(r.res.Modules) > 1 {
			m.Module = modules[path]
		}
		for _, u := range uses {
			if path == "" && len(u.Mains) == 0 || path != "" && slices.Contains(u.Mains, path) {
				addUse(&m, &u)
			}
		}
		r.Mains = append(r.Mains, m)
	}
	for _, u := range uses {
		if u.Switch == "" || u.Fails {
			continue
		}
		fate := "dropped"
		if u.Kept {
			fate = "kept, or sent later"
		}
		r.Lost = append(r.Lost, generate.Lost{What: u.Call.What(), At: u.Call.Location.String(), Fate: fate})
	}
}

// addUse adds a request and its switch to the program that makes it.
func addUse(m *generate.Main, u *items.Use) {
	at := u.Call.Location.String()
	sees := u.Sees
	if u.Fails {
		sees += " (checklist item R1)"
	}
	m.Calls = append(m.Calls, generate.Call{What: u.Call.What(), At: at, From: u.From, Switch: u.Switch, Sees: sees})
	if u.Switch == "" {
		m.Outside = append(m.Outside, at)
		return
	}
	if slices.ContainsFunc(m.Switches, func(s generate.Switch) bool { return s.Name == u.Switch }) {
		return
	}
	sw := generate.Switch{Name: u.Switch, Kind: "flag service", Live: u.Live, On: u.On, Off: u.Off}
	switch {
	case u.Env:
		sw.Kind = "environment"
	case !u.Live:
		sw.Kind = "configuration"
	}
	if u.Read.IsValid() {
		sw.Where = fmt.Sprintf("%s:%d", u.Read.Path, u.Read.Line)
	}
	m.Switches = append(m.Switches, sw)
}

// mains are the folders of the main packages, from the root of the repository, and
// their modules, by import path.
func (r *runbookFacts) mains() (folders, modules map[string]string) {
	folders, modules = map[string]string{}, map[string]string{}
	if r.in.Program == nil {
		return folders, modules
	}
	for _, p := range r.in.Program.Mains {
		f := p.Func("main")
		if f == nil || !f.Pos().IsValid() {
			continue
		}
		file := r.in.Program.Fset.Position(f.Pos()).Filename
		folders[p.Pkg.Path()] = "./" + strings.TrimPrefix(filepath.ToSlash(filepath.Dir(inventory.Relative(r.in.Root, file))), ".")
		for _, m := range r.res.Modules {
			if len(m.Path) > len(modules[p.Pkg.Path()]) && (p.Pkg.Path() == m.Path || strings.HasPrefix(p.Pkg.Path(), m.Path+"/")) {
				modules[p.Pkg.Path()] = m.Path
			}
		}
	}
	return folders, modules
}

// runs tells which workload runs which program, by the words of its command, image
// and name. A program of which nothing says so is run by those that are left.
func (r *runbookFacts) runs() {
	if len(r.Mains) < 2 {
		return
	}
	claimed := map[string]bool{}
	for i := range r.Mains {
		m := &r.Mains[i]
		word := filepath.Base(m.Package)
		for _, w := range r.in.Files.Workloads {
			image, _, _ := strings.Cut(filepath.Base(w.Image), ":")
			names := []string{w.Name, w.Container, image}
			if len(w.Command) > 0 {
				names = append(names, filepath.Base(w.Command[0]))
			}
			if slices.Contains(names, word) && !slices.Contains(m.Runs, w.Name) {
				m.Runs = append(m.Runs, w.Name)
				claimed[w.Name] = true
			}
		}
	}
	for i := range r.Mains {
		m := &r.Mains[i]
		if m.Runs != nil {
			continue
		}
		m.Runs = []string{}
		for _, d := range r.Deploys {
			if !claimed[d.Name] {
				m.Runs = append(m.Runs, d.Name)
			}
		}
	}
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
