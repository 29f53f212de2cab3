package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist/alerts"
	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// alertSystems are the systems that alert files are written for.
var alertSystems = []string{"prometheus", "datadog", "grafana"}

// alertFlags are those of checklist that write alert files.
type alertFlags struct {
	system, test, assume, otel, datasource, by string
}

func (f *alertFlags) declare(fs *flag.FlagSet) {
	fs.StringVar(&f.system, "alerts", "", "write alert definitions for the metrics that the code emits, instead of the checklist: `"+strings.Join(alertSystems, "|")+"`")
	fs.StringVar(&f.test, "alerts-test", "", "with -alerts prometheus -o RULES: write a unit test of these rules for promtool to this `file`")
	fs.StringVar(&f.assume, "assume", "", "with -alerts: write rules for a counter of this `name` that is still to come, where the code emits none")
	fs.StringVar(&f.otel, "otel-names", "", "with -alerts: `utf8` keeps the dots in names of OpenTelemetry, as Prometheus 3 can")
	fs.StringVar(&f.datasource, "datasource", "", "with -alerts grafana: `uid` of the data source")
	fs.StringVar(&f.by, "by", "", "with -alerts: split the rules by this `label`, such as job")
}

func (f *alertFlags) given() bool { return *f != alertFlags{} }

func (f *alertFlags) check() error {
	switch {
	case !slices.Contains(alertSystems, f.system):
		return fmt.Errorf("-alerts %s: want %s", f.system, strings.Join(alertSystems, ", "))
	case f.test != "" && f.system != "prometheus":
		return errors.New("-alerts-test tests Prometheus rules: -alerts prometheus")
	case f.otel != "" && f.otel != "utf8":
		return fmt.Errorf("-otel-names %s: want utf8", f.otel)
	case f.system == "grafana" && f.datasource == "":
		return errors.New("-alerts grafana needs -datasource UID")
	case f.assume != "" && !alerts.IsName(f.assume):
		return fmt.Errorf("-assume %s: not the name of a metric", f.assume)
	case f.by != "" && !alerts.IsName(f.by):
		return fmt.Errorf("-by %s: not the name of a label", f.by)
	}
	return nil
}

// alerts writes alert definitions for the metrics that the code emits.
func (e *env) alerts(f *checklistFlags, patterns []string) int {
	if err := f.alerts.check(); err != nil {
		return e.fail("%v", err)
	}
	file := ""
	for _, p := range f.order {
		if p[0] == 'f' || file != "" {
			return e.fail("-alerts prints one file: -o FILE, without -format")
		}
		file = p[1:]
	}
	if f.alerts.test != "" && file == "" {
		return e.fail("-alerts-test names the file of the rules: give it with -o")
	}
	if len(patterns) == 0 {
		patterns = wholeModule()
	}
	run, err := e.prepare(f.options, patterns)
	if err != nil {
		return e.fail("%v", err)
	}
	if run.configErr != nil {
		return e.trouble(run, nil)
	}
	g := &gather.Gathering{Settings: run.opts.Settings}
	run.opts = g.Options(run.opts)
	res, err := e.analyse(run)
	if err != nil {
		return e.interrupted(err)
	}
	in := &alerts.Input{Module: gather.Module(res), Settings: run.opts.Settings.Checklist.Alerts}
	if !res.Gated {
		data, err := g.Input(e.ctx, res, run.dir)
		if err != nil {
			return e.interrupted(err)
		}
		in = items.AlertInput(data)
	}
	in.Version, in.Assume, in.UTF8 = buildVersion(), f.alerts.assume, f.alerts.otel == "utf8"
	in.By, in.Datasource = f.alerts.by, f.alerts.datasource
	in.Runbook = e.runbookAddress(f, gather.Root(res, run.dir), in.Settings.Runbook)
	code := e.writeAlerts(f, alerts.New(in, f.alerts.system), file)
	e.cut(res) // headers count nothing
	if e.trouble(run, res) == exitTrouble || codeErrors(res) && in.Calls == 0 {
		return exitTrouble
	}
	return code
}

// runbookAddress is where the annotations of alerts lead: the configured address,
// or the runbook of the repository.
func (e *env) runbookAddress(f *checklistFlags, root, configured string) string {
	if configured != "" {
		return configured
	}
	const page = "docs/klaviyo-runbook.md"
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(page))); err != nil {
		return ""
	}
	link := f.link
	if link == "" {
		link = gather.LinkTemplate(e.ctx, root)
	}
	if link == "" {
		return ""
	}
	commit, _ := gather.Commit(e.ctx, root)
	link, _, _ = strings.Cut(link, "#")
	return strings.NewReplacer("{commit}", commit, "{path}", page, "{line}", "1").Replace(link)
}

// writeAlerts writes the file, and tells what is missing: no metric, no rule.
func (e *env) writeAlerts(f *checklistFlags, p *alerts.Plan, file string) int {
	var b bytes.Buffer
	var err error
	switch f.alerts.system {
	case "prometheus":
		err = p.WritePrometheus(&b)
	case "datadog":
		err = p.WriteDatadog(&b)
	case "grafana":
		err = p.WriteGrafana(&b)
	}
	if err != nil {
		return e.fail("%v", err)
	}
	if err := e.put(file, b.Bytes()); err != nil {
		return e.fail("%v", err)
	}
	if f.alerts.test != "" {
		b.Reset()
		rules, err := filepath.Rel(filepath.Dir(f.alerts.test), file)
		if err != nil {
			rules = file
		}
		if err := p.WriteTest(&b, filepath.ToSlash(rules)); err != nil {
			return e.fail("%v", err)
		}
		if err := e.put(f.alerts.test, b.Bytes()); err != nil {
			return e.fail("%v", err)
		}
	}
	for _, n := range p.Notices {
		e.note("%s", n)
	}
	told := map[string]bool{}
	for _, m := range p.Missing {
		e.note("%s is not written: %s", m.Alert, m.Why)
		if m.Lines != "" && !told[m.Lines] {
			told[m.Lines] = true
			fmt.Fprintf(e.stderr, "\n\t%s\n\n", strings.ReplaceAll(m.Lines, "\n", "\n\t"))
		}
	}
	if len(p.Missing) > 0 {
		return exitFindings
	}
	return exitClean
}

// put writes to a file, or to stdout where it has no name.
func (e *env) put(file string, text []byte) error {
	text = []byte(klaviyo.MaskKeys(string(text)))
	if file == "" {
		_, err := e.stdout.Write(text)
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
