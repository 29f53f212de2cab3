package generate

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// Facts are what a runbook is made of: what the repository holds. A name that is
// not known is "", and written as a word in angle brackets.
type Facts struct {
	Module   string
	Mains    []Main     // programs that call Klaviyo
	Deploys  []Deploy   // how they run
	Charts   []string   // Helm charts, by folder
	Workflow []Workflow // that deploy
	Alerts   []string   // names of the alerts, all five where none is written
	Requests string     // a query whose value goes to 0 when nothing is sent; ""
	Handlers []string   // places of webhook handlers
	Lost     []Lost     // what happens to work while Klaviyo is off
	Scopes   []string   // that the code certainly needs
	KeyEnv   string     // environment variable with the key
	Unkeyed  []string   // places of events sent without unique_id
	Bulk     bool       // the code sends single events or profiles that a backlog would repeat
}

// A Main is a program and the switches that its sends obey.
type Main struct {
	Package  string // its folder, or the module where that is a library
	Module   string // of it, where the repository has several; else ""
	Calls    []Call
	Switches []Switch
	Outside  []string // sends that no switch stops, by place
	Runs     []string // names of the workloads that run it; nil when not known
}

// A Call is one request as those who wait for it see it.
type Call struct {
	What   string   // "POST /api/events"
	At     string   // where it is made
	From   []string // what asks for it: "POST /signup (main.go:23)"
	Switch string   // that stops it; "" for none
	Sees   string   // what the caller gets while it is off
}

// A Switch is a boolean from outside that stops sends.
type Switch struct {
	Name  string // KLAVIYO_ENABLED, a flag's key
	Kind  string // environment, flag service, admin route
	Where string // where it is read
	Live  bool   // asked at each call: a change needs no restart
	On    string // value that lets requests through: "true"
	Off   string // value that stops them: "false"
}

// A Deploy is one workload.
type Deploy struct {
	Kind      string // Kubernetes, compose, ECS, Cloud Run, Fly, systemd, Procfile
	Resource  string // deployment, statefulset, service
	Name      string
	Namespace string
	At        string
	// NoUndo says why its previous version cannot be had back by the system
	// itself; "" where it can.
	NoUndo string
}

// A Workflow is one that deploys.
type Workflow struct {
	Name string
	File string
	// Input is set when the caller chooses the version.
	Input bool
}

// Lost is what happens to one kind of work while Klaviyo is off.
type Lost struct {
	What  string // "POST /api/events"
	At    string
	Fate  string // dropped, kept in a queue, not known
	Where string // of the queue
}

// part is one section between its markers.
type part struct {
	id, title string
	body      func(*Facts, *bytes.Buffer)
}

var parts = []part{
	{"cause", "1 Is it Klaviyo?", (*Facts).cause},
	{"switch", "2 Switch off (preferred)", (*Facts).switchOff},
	{"previous", "3 Deploy the previous version", (*Facts).previous},
	{"undo", "4 Undo in the platform", (*Facts).undo},
	{"lost", "5 What is lost meanwhile", (*Facts).lost},
	{"back", "6 Come back", (*Facts).back},
	{"key", "7 Key compromised", (*Facts).key},
}

func begin(id string) string {
	return "<!-- klaviyolint:begin " + id + " (written by klaviyolint generate runbook; text outside of the markers is yours) -->"
}

func end(id string) string { return "<!-- klaviyolint:end " + id + " -->" }

// Runbook returns the page. Of a page that is there only what stands between its
// markers changes; one without any is not ours.
func Runbook(f *Facts, have []byte) ([]byte, error) {
	if len(have) == 0 {
		var b bytes.Buffer
		fmt.Fprintf(&b, "# Klaviyo runbook of %s\n\nCommands are ready to paste. A word in angle brackets is a name that the repository does not hold: fill it in outside of the markers, or where it says so.\n", code(or(f.Module, "<module>")))
		for _, p := range parts {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n%s%s\n", p.title, begin(p.id), f.section(p), end(p.id))
		}
		return b.Bytes(), nil
	}
	text := string(have)
	found := 0
	for _, p := range parts {
		re := regexp.MustCompile(`(?s)<!-- klaviyolint:begin ` + p.id + `\b[^>]*-->\n.*?<!-- klaviyolint:end ` + p.id + ` -->`)
		loc := re.FindAllStringIndex(text, -1)
		switch {
		case len(loc) == 0:
			continue // its owner took it out
		case len(loc) > 1:
			return nil, fmt.Errorf("the markers of %s stand there twice", p.id)
		}
		found++
		text = text[:loc[0][0]] + begin(p.id) + "\n" + f.section(p) + end(p.id) + text[loc[0][1]:]
	}
	if found == 0 {
		return nil, fmt.Errorf("it has none of the markers of klaviyolint generate: -o names another file")
	}
	return []byte(text), nil
}

func (f *Facts) section(p part) string {
	var b bytes.Buffer
	p.body(f, &b)
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// five are the alerts, and what each says.
var fiveAlerts = []struct{ name, means, first string }{
	{"KlaviyoAuthFailure", "Klaviyo refuses the key (401 or 403).", "`klaviyolint preflight`: revoked, or a scope is missing? A 403 with HTML comes from something in front of Klaviyo. See 7 where the key may be known to others."},
	{"KlaviyoUnreachable", "5xx or failed connections, more than a few a minute.", "The status page. Switch off (2) if it lasts."},
	{"KlaviyoRateLimited", "429, more than a few a minute.", "What sends so much? `klaviyolint inventory -limits` shows what each endpoint allows. Stop the job; retries must wait for `Retry-After`."},
	{"KlaviyoHighLatency", "The 95th percentile of the duration is high.", "The status page, then the network. Switch off (2) where visitors wait for it."},
	{"KlaviyoWebhookRejected", "A webhook with a wrong signature was refused.", "Was the signing secret changed on one side only? Else somebody else is posting: nothing was processed."},
}

func (f *Facts) cause(b *bytes.Buffer) {
	b.WriteString("* Klaviyo about itself: <https://status.klaviyo.com>\n* Key, account, scopes, revision, headroom, from a machine with the production key:\n\n")
	fmt.Fprintf(b, "```sh\nklaviyolint preflight%s\n```\n", keyFlag(f.KeyEnv))
	for _, a := range fiveAlerts {
		if len(f.Alerts) > 0 && !contains(f.Alerts, a.name) {
			continue
		}
		fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n\n### %s\n\n%s %s\n", a.name, a.name, a.means, a.first)
	}
	if len(f.Alerts) == 0 {
		b.WriteString("\nMissing: no alert of the repository is known to watch Klaviyo. `klaviyolint checklist -alerts prometheus` writes these five for the metrics that the code emits.\n")
	}
}

func keyFlag(env string) string {
	if env == "" || env == "KLAVIYO_PRIVATE_KEY" {
		return ""
	}
	return " -key-env " + shell(env)
}

func (f *Facts) switchOff(b *bytes.Buffer) {
	if len(f.Mains) == 0 {
		b.WriteString("Missing: no program of this repository is seen to call Klaviyo.\n")
		return
	}
	for _, m := range f.Mains {
		switch {
		case m.Module != "":
			fmt.Fprintf(b, "### %s (module %s)\n\n", code(m.Package), code(m.Module))
		case len(f.Mains) > 1:
			fmt.Fprintf(b, "### %s\n\n", code(m.Package))
		}
		if len(m.Switches) == 0 {
			b.WriteString("Missing: no switch stops the requests of this program (checklist item R1). Until there is one, deploy the previous version (3), or take the key away: every request then fails with 401.\n\n")
			m.calls(b)
			continue
		}
		b.WriteString("| switch | kind | read at | a change needs |\n|---|---|---|---|\n")
		for _, s := range m.Switches {
			needs := "a restart"
			if s.Live {
				needs = "nothing: it is asked at each call"
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s |\n", code(s.Name), cell(or(s.Kind, "not known")), code(or(s.Where, "?")), needs)
		}
		b.WriteString("\n")
		for _, s := range m.Switches {
			f.commands(b, &m, s)
		}
		if len(m.Outside) > 0 {
			fmt.Fprintf(b, "Not stopped by it: %s.\n\n", listed(m.Outside))
		}
		m.calls(b)
	}
	b.WriteString("How to see that it works: ")
	if f.Requests != "" {
		fmt.Fprintf(b, "requests per minute go to 0.\n\n```\n%s\n```\n", f.Requests)
	} else {
		b.WriteString("missing: no metric counts the requests, so only Klaviyo's own logs show it. `klaviyolint checklist -alerts prometheus` prints the lines to add.\n")
	}
}

// calls shows who asks for which request, and what becomes of the caller while it is
// switched off.
func (m *Main) calls(b *bytes.Buffer) {
	if len(m.Calls) == 0 {
		return
	}
	b.WriteString("| request | asked for by | switch | while it is off the caller gets |\n|---|---|---|---|\n")
	for _, c := range m.Calls {
		by, sw, sees := "not seen", "none", "-"
		if len(c.From) > 0 {
			by = listed(c.From)
		}
		if c.Switch != "" {
			sw, sees = code(c.Switch), cell(or(c.Sees, "not seen"))
		}
		fmt.Fprintf(b, "| %s (%s) | %s | %s | %s |\n", code(c.What), code(c.At), by, sw, sees)
	}
	b.WriteString("\n")
}

// commands are those that set a switch, for each way the program is deployed.
func (f *Facts) commands(b *bytes.Buffer, m *Main, s Switch) {
	off := or(s.Off, "<value that stops it>")
	if s.Kind != "environment" {
		switch {
		case s.Kind == "flag service":
			fmt.Fprintf(b, "Flag service: set %s to `%s` in project `<project>`. All replicas have it once they ask again.\n\n", code(s.Name), off)
		default:
			fmt.Fprintf(b, "%s: set %s to `%s`.\n\n", upper(or(s.Kind, "switch")), code(s.Name), off)
		}
		return
	}
	env := shell(s.Name) + "=" + shell(off)
	lines := []string{}
	for _, d := range f.Deploys {
		if m.Runs == nil || contains(m.Runs, d.Name) {
			lines = append(lines, setEnv(d, s.Name, off)...)
		}
	}
	if len(lines) == 0 {
		fmt.Fprintf(b, "Missing: no file of the repository says how it is deployed. Set `%s` where it runs, and restart `<deployment>`.\n\n", env)
		return
	}
	fmt.Fprintf(b, "```sh\n%s\n```\n\n", strings.Join(dedup(lines), "\n"))
	b.WriteString("All replicas have it when the roll-out has ended. Put the value into the manifest too: the next deployment would switch it on again.\n\n")
}

// setEnv are the commands that give a workload another environment.
func setEnv(d Deploy, name, value string) []string {
	n := shell(or(d.Name, "<name>"))
	env := shell(name) + "=" + shell(value)
	switch d.Kind {
	case "Kubernetes":
		return []string{
			fmt.Sprintf("kubectl%s set env %s/%s %s", namespace(d), resource(d), n, env),
			fmt.Sprintf("kubectl%s rollout status %s/%s", namespace(d), resource(d), n),
		}
	case "ECS":
		return []string{
			"# ECS: a new revision of the task definition with " + env + " (console, or your pipeline), then",
			fmt.Sprintf("aws ecs update-service --cluster <cluster> --service %s --task-definition <family>:<revision> --force-new-deployment", n),
			fmt.Sprintf("aws ecs wait services-stable --cluster <cluster> --services %s", n),
		}
	case "Cloud Run":
		return []string{fmt.Sprintf("gcloud run services update %s --region <region> --update-env-vars %s", n, env)}
	case "Fly":
		return []string{fmt.Sprintf("fly secrets set %s --app %s   # restarts the machines", env, n)}
	case "Procfile":
		return []string{fmt.Sprintf("heroku config:set %s --app <app>   # restarts the dynos", env)}
	case "compose":
		return []string{fmt.Sprintf("%s docker compose up -d %s   # where the file passes %s on; else edit it", env, n, shell(name))}
	case "systemd":
		return []string{
			fmt.Sprintf("sudo systemctl edit %s   # [Service] Environment=%s", n, env),
			"sudo systemctl restart " + n,
		}
	}
	return nil
}

func namespace(d Deploy) string {
	if d.Namespace == "" {
		return ""
	}
	return " -n " + shell(d.Namespace)
}

func resource(d Deploy) string { return strings.ToLower(or(d.Resource, "deployment")) }

func (f *Facts) previous(b *bytes.Buffer) {
	b.WriteString("When the fault came with a deployment. Look which commit it was: the last one may be another one.\n\n```sh\ngit log --oneline -5\ngit revert <commit>\ngit push\n```\n\n")
	if len(f.Workflow) == 0 {
		b.WriteString("Missing: no workflow of the repository is seen to deploy. Deploy the way you usually do: `<deploy>`.\n")
		return
	}
	for _, w := range f.Workflow {
		if w.Input {
			fmt.Fprintf(b, "%s takes the version to deploy:\n\n```sh\ngh workflow run %s -f <input>=<version>\n```\n", code(or(w.Name, w.File)), shell(w.File))
		} else {
			fmt.Fprintf(b, "%s (%s) deploys it.\n", code(or(w.Name, w.File)), code(w.File))
		}
	}
}

func (f *Facts) undo(b *bytes.Buffer) {
	any := false
	var lines, why []string
	for _, d := range f.Deploys {
		n := shell(or(d.Name, "<name>"))
		switch d.Kind {
		case "Kubernetes":
			if d.Resource != "" && !contains([]string{"deployment", "statefulset", "daemonset"}, strings.ToLower(d.Resource)) {
				continue
			}
			any = true
			if d.NoUndo != "" {
				why = append(why, fmt.Sprintf("Not offered for %s: %s (%s).", code(resource(d)+"/"+or(d.Name, "<name>")), d.NoUndo, code(d.At)))
				continue
			}
			for _, verb := range []string{"history", "undo", "status"} {
				lines = append(lines, fmt.Sprintf("kubectl%s rollout %s %s/%s", namespace(d), verb, resource(d), n))
			}
		case "ECS":
			any = true
			lines = append(lines, fmt.Sprintf("aws ecs update-service --cluster <cluster> --service %s --task-definition <family>:<previous revision>", n))
		case "Cloud Run":
			any = true
			lines = append(lines, fmt.Sprintf("gcloud run revisions list --service %s --region <region>", n),
				fmt.Sprintf("gcloud run services update-traffic %s --region <region> --to-revisions <revision>=100", n))
		case "Fly":
			any = true
			lines = append(lines, fmt.Sprintf("fly releases --app %s --image", n), fmt.Sprintf("fly deploy --app %s --image <previous image>", n))
		case "Procfile":
			any = true
			lines = append(lines, "heroku releases --app <app>", "heroku rollback --app <app>")
		}
	}
	for _, c := range f.Charts {
		any = true
		lines = append(lines, "helm history <release>", "helm rollback <release>   # chart "+c)
	}
	if len(lines) > 0 {
		fmt.Fprintf(b, "```sh\n%s\n```\n\n", strings.Join(dedup(lines), "\n"))
	}
	for _, w := range why {
		b.WriteString(w + "\n\n")
	}
	if !any {
		b.WriteString("Missing: no file of the repository says which platform runs it. Go back the way `<platform>` offers, or by 3.\n")
	}
}

func (f *Facts) lost(b *bytes.Buffer) {
	if len(f.Lost) == 0 {
		b.WriteString("Missing: what happens to the work while Klaviyo is off is not seen. Look at each call of `klaviyolint inventory`.\n\n")
	} else {
		b.WriteString("| call | at | while it is off |\n|---|---|---|\n")
		for _, l := range f.Lost {
			fate := or(l.Fate, "not known")
			if l.Where != "" {
				fate += " (" + l.Where + ")"
			}
			fmt.Fprintf(b, "| %s | %s | %s |\n", code(l.What), code(l.At), cell(fate))
		}
		b.WriteString("\n")
	}
	if len(f.Handlers) > 0 {
		fmt.Fprintf(b, "Webhooks (%s): Klaviyo repeats a delivery for up to 48 hours, then disables the webhook. Switch it on again in Klaviyo if that happened.\n", listed(f.Handlers))
	}
}

// onValues names the values that let requests through, where they are known.
func (f *Facts) onValues() string {
	var out []string
	for _, m := range f.Mains {
		for _, s := range m.Switches {
			if s.On != "" {
				out = append(out, "`"+shell(s.Name)+"="+shell(s.On)+"`")
			}
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(dedup(out), ", ") + ")"
}

func (f *Facts) back(b *bytes.Buffer) {
	b.WriteString("1. Is it over? `klaviyolint preflight")
	b.WriteString(keyFlag(f.KeyEnv))
	b.WriteString("`: status page, key and headroom are ok.\n2. Switch on: the commands of 2 with the other value")
	b.WriteString(f.onValues())
	b.WriteString(", and the roll-out to its end.\n")
	if len(f.Unkeyed) > 0 {
		fmt.Fprintf(b, "3. Replay what was kept. **Events without `unique_id` count twice when they are sent twice**: %s. Give them one first.\n", listed(f.Unkeyed))
	} else {
		b.WriteString("3. Replay what was kept. Events that carry their `unique_id` count once, however often they are sent.\n")
	}
	b.WriteString("4. A backlog goes to the bulk endpoints: `POST /api/event-bulk-create-jobs` takes 1,000 events a call, `POST /api/profile-bulk-import-jobs` 10,000 profiles.\n5. Watch 429 (KlaviyoRateLimited) until the backlog is gone; everybody with a key of the account shares the limit.\n")
}

func (f *Facts) key(b *bytes.Buffer) {
	b.WriteString("A key that others may have is replaced, not watched.\n\n1. In Klaviyo (Settings, API keys) make a new private key with exactly these scopes (`klaviyolint inventory -scopes`):\n\n")
	if len(f.Scopes) == 0 {
		b.WriteString("   Missing: no call says which scopes are needed.\n")
	} else {
		fmt.Fprintf(b, "   ```\n   %s\n   ```\n", strings.Join(f.Scopes, "\n   "))
	}
	env := or(f.KeyEnv, "<variable with the key>")
	fmt.Fprintf(b, "\n2. Put it where %s comes from, beside the old one. Both work.\n3. Deploy, and wait for the end of the roll-out.\n4. `klaviyolint preflight%s` with the new key: accepted, the right account, all scopes.\n5. Revoke the old key. Watch KlaviyoAuthFailure for ten minutes: a 401 is a program that still has it.\n6. The old key is in logs, history or images? `klaviyolint checklist -only A5` finds it in this repository, not in its history.\n", code(env), keyFlag(f.KeyEnv))
}
