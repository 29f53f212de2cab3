package alerts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/checklist/alertfile"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

func settings() config.Alerts { return config.Default().Checklist.Alerts }

// shop is a module that counts everything with client_golang.
func shop() *Input {
	return &Input{
		Version: "0.2.0", Module: "example.com/shop", Calls: 9, Handler: true, Library: Prometheus, Settings: settings(), Datasource: "prom",
		Runbook: "https://example.com/shop/docs/klaviyo-runbook.md",
		Metrics: []Metric{
			{Name: "klaviyo_requests_total", System: Prometheus, Kind: Counter, Purpose: Answers, Status: "code", NoAnswer: "error", Made: "metrics.go:10", Counted: "client.go:31"},
			{Name: "klaviyo_request_duration_seconds", System: Prometheus, Kind: Histogram, Purpose: Durations, Unit: "s", Buckets: []float64{.1, .5, 1, 2.5, 5, 10}, Made: "metrics.go:14", Counted: "client.go:33"},
			{Name: "klaviyo_webhooks_rejected_total", System: Prometheus, Kind: Counter, Purpose: Rejections, Made: "metrics.go:18", Counted: "hooks.go:22"},
		},
	}
}

// variants are inputs whose rules must all hold under promtool.
func variants() map[string]*Input {
	vs := map[string]*Input{"shop": shop()}
	v := func(name string, change func(*Input)) {
		in := shop()
		change(in)
		vs[name] = in
	}
	v("zeroed", func(in *Input) { in.Metrics[0].Zeroed = true; in.Metrics[2].Zeroed = true })
	v("classes", func(in *Input) { in.Metrics[0].Classes, in.Metrics[0].Class = true, "4xx" })
	v("no answer apart", func(in *Input) {
		in.Metrics[0].NoAnswer = ""
		in.Metrics = append(in.Metrics, Metric{Name: "klaviyo_errors_total", System: Prometheus, Kind: Counter, Purpose: NoAnswers, Made: "m.go:1"})
	})
	v("no answer nowhere", func(in *Input) { in.Metrics[0].NoAnswer = "" })
	v("shared", func(in *Input) {
		for i := range in.Metrics[:2] {
			in.Metrics[i].Shared, in.Metrics[i].Host = true, "host"
		}
	})
	v("all hosts", func(in *Input) { in.Metrics[0].Shared = true })
	v("fixed", func(in *Input) { in.Metrics[2].Fixed = map[string]string{"result": `bad "signature" \ [x]`} })
	v("by job", func(in *Input) { in.By = "job" })
	v("min requests", func(in *Input) { in.Settings.MinRequests = 20 })
	v("other numbers", func(in *Input) {
		in.Settings.RateLimitedPerMinute, in.Settings.ErrorsPerMinute, in.Settings.LatencyP95, in.Settings.ScrapeInterval = 2, 30, "2500ms", "1m"
		in.Settings.Labels = map[string]string{"team": "crm", "severity": "page", "weird": "no"}
		in.Settings.P1 = []string{"page"}
	})
	v("otel", func(in *Input) {
		in.Metrics = []Metric{
			{Name: "klaviyo.requests", System: OTel, Kind: Counter, Purpose: Answers, Status: "http.response.status_code", NoAnswer: "0", Unit: "1"},
			{Name: "http.client.request.duration", System: OTel, Kind: Histogram, Purpose: Durations, Unit: "s", Status: "http.response.status_code", Shared: true, Host: "server.address"},
			{Name: "klaviyo.webhooks.rejected", System: OTel, Kind: Counter, Purpose: Rejections},
		}
	})
	v("otel milliseconds", func(in *Input) {
		in.Metrics = []Metric{{Name: "http.client.duration", System: OTel, Kind: Histogram, Purpose: Durations, Unit: "ms", Status: "http.status_code", Shared: true, Host: "net.peer.name"}}
	})
	v("only a duration", func(in *Input) {
		in.Metrics[1].Status = "code"
		in.Metrics = in.Metrics[1:2]
	})
	v("summary", func(in *Input) {
		in.Metrics[1].Kind, in.Metrics[1].Buckets, in.Metrics[1].Objectives = Summary, nil, []float64{.5, .95}
	})
	v("assumed", func(in *Input) { in.Metrics, in.Assume = nil, "klaviyo_requests_total" })
	v("nothing", func(in *Input) { in.Metrics = nil })
	v("no calls", func(in *Input) { *in = Input{Module: "example.com/shop", Settings: settings()} })
	return vs
}

func write(t *testing.T, p *Plan, format string) string {
	t.Helper()
	var b bytes.Buffer
	f := map[string]func() error{
		"prometheus": func() error { return p.WritePrometheus(&b) },
		"datadog":    func() error { return p.WriteDatadog(&b) },
		"grafana":    func() error { return p.WriteGrafana(&b) },
		"test":       func() error { return p.WriteTest(&b, "rules.yml") },
	}[format]
	if err := f(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// promtool finds the program of the Debian package prometheus.
func promtool(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("promtool")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("promtool is required in CI (Debian package prometheus)")
		}
		t.Skip("promtool is not installed (Debian package prometheus): rules are not tried")
	}
	return path
}

func TestPromtool(t *testing.T) {
	tool := promtool(t)
	for name, in := range variants() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			p := New(in, "prometheus")
			for file, format := range map[string]string{"rules.yml": "prometheus", "rules_test.yml": "test"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(write(t, p, format)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range [][]string{{"check", "rules", "rules.yml"}, {"test", "rules", "rules_test.yml"}} {
				cmd := exec.Command(tool, args...)
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					rules, _ := os.ReadFile(filepath.Join(dir, "rules.yml"))
					t.Errorf("promtool %v: %v\n%s\n%s", args, err, out, rules)
				}
			}
		})
	}
}

// A rule that is broken fails its own unit tests: they are not empty.
func TestUnitTestsBite(t *testing.T) {
	tool := promtool(t)
	p := New(shop(), "prometheus")
	good, test := write(t, p, "prometheus"), write(t, p, "test")
	for name, change := range map[string][2]string{
		"first event lost":   {"\n          or\n          sum(klaviyo_requests_total{code=~\"401|403\"} unless klaviyo_requests_total{code=~\"401|403\"} offset 5m) > 0", ""},
		"halves inside":      {`sum(increase(klaviyo_requests_total{code=~"401|403"}[5m])) > 0`, `sum(increase(klaviyo_requests_total{code=~"401|403"}[5m]) or (klaviyo_requests_total{code=~"401|403"} unless klaviyo_requests_total{code=~"401|403"} offset 5m)) > 0 and vector(0) > 1`},
		"404 counts":         {`code=~"401|403"`, `code=~"4.."`},
		"403 does not":       {`code=~"401|403"`, `code="401"`},
		"at the limit":       {`code="429"}[2m])) * 60 > 5`, `code="429"}[2m])) * 60 >= 5`},
		"no errors":          {`code=~"5..|error"`, `code=~"5.."`},
		"a mean over 10m":    {`code="429"}[2m]`, `code="429"}[10m]`},
		"another percentile": {"histogram_quantile(0.95", "histogram_quantile(0.5"},
		"milliseconds":       {"[5m]))) > 5", "[5m]))) > 5000"},
	} {
		bad := strings.ReplaceAll(good, change[0], change[1])
		if bad == good {
			t.Errorf("%s: nothing changed", name)
			continue
		}
		dir := t.TempDir()
		for file, text := range map[string]string{"rules.yml": bad, "rules_test.yml": test} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(tool, "test", "rules", "rules_test.yml")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("%s: the tests pass all the same\n%s", name, out)
		}
	}
}

// The tool understands every file that it writes: each rule is read back as what
// its item asks for.
func TestReadBack(t *testing.T) {
	for name, in := range variants() {
		for _, format := range []string{"prometheus", "grafana", "datadog"} {
			if name == "fixed" && format == "datadog" {
				continue // a value that no tag carries
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				p := New(in, format)
				ext := map[string]string{"prometheus": "yml", "grafana": "yaml", "datadog": "json"}[format]
				dir := t.TempDir()
				text := write(t, p, format)
				if err := os.WriteFile(filepath.Join(dir, "alerts."+ext), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				files, err := deploy.Read(t.Context(), deploy.Options{Root: dir})
				if err != nil {
					t.Fatal(err)
				}
				alerts := alertfile.Read(files)
				if len(alerts) != len(p.rules) {
					t.Fatalf("%d alerts read, %d written\n%s", len(alerts), len(p.rules), text)
				}
				for _, r := range p.rules {
					i := slices.IndexFunc(alerts, func(a alertfile.Alert) bool { return strings.HasPrefix(a.Name, r.name) })
					if i < 0 {
						t.Errorf("%s is not read", r.name)
						continue
					}
					a := alerts[i]
					if len(a.Conditions) == 0 {
						t.Errorf("%s is not understood: %s\n%s", r.name, a.Why, a.Expr)
						continue
					}
					c := a.Conditions[0]
					switch r.kind {
					case anyEvent:
						if !c.Any() {
							t.Errorf("%s: %+v is not any", r.name, c)
						}
					case perMinute:
						if c.Measure != alertfile.Count || fmt.Sprintf("%.3f", c.Threshold) != fmt.Sprintf("%.3f", r.threshold) {
							t.Errorf("%s: %+v, want %g a minute", r.name, c, r.threshold)
						}
					case p95:
						if c.Measure != alertfile.Quantile || c.Quantile < 0.95 || c.Threshold != p.limit(&r) {
							t.Errorf("%s: %+v, want P95 above %g", r.name, c, p.limit(&r))
						}
					}
					if !slices.Contains(a.Severities, p.in.severity(r.priority)) && !slices.ContainsFunc(a.Severities, func(s string) bool { return strings.EqualFold(s, r.priority) }) {
						t.Errorf("%s: severities %v", r.name, a.Severities)
					}
				}
			})
		}
	}
}

func TestPrometheusFile(t *testing.T) {
	have := write(t, New(shop(), "prometheus"), "prometheus")
	const golden = "testdata/shop.yml"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(have), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if have != string(want) {
		t.Errorf("%s", have)
	}
	if strings.Contains(have, "for:") || strings.Contains(have, "keep_firing_for") {
		t.Error("no rule waits")
	}
}

// No metric, no rule; what is missing is told, with lines to add.
func TestMissing(t *testing.T) {
	in := shop()
	in.Metrics = in.Metrics[:1]
	p := New(in, "prometheus")
	if got := p.Rules(); !slices.Equal(got, []string{"KlaviyoAuthFailure", "KlaviyoUnreachable", "KlaviyoRateLimited"}) {
		t.Errorf("%v", got)
	}
	if len(p.Missing) != 2 || !strings.Contains(p.Missing[0].Lines, "NewHistogram") || !strings.Contains(p.Missing[1].Lines, "klaviyo_webhooks_rejected_total") {
		t.Errorf("%+v", p.Missing)
	}
	rows := map[string]struct {
		change func(*Input)
		alert  string
		why    string
	}{
		"classes":     {func(in *Input) { in.Metrics[0].Classes, in.Metrics[0].Class = true, "4xx" }, "KlaviyoAuthFailure", "cannot be told apart: count the code itself at client.go:31"},
		"no label":    {func(in *Input) { in.Metrics[0].Status = "" }, "KlaviyoRateLimited", "has no label with the status: add one at metrics.go:10"},
		"gauge":       {func(in *Input) { in.Metrics[0].Kind = Gauge }, "KlaviyoUnreachable", "is a gauge"},
		"low buckets": {func(in *Input) { in.Metrics[1].Buckets = []float64{1, 2.5} }, "KlaviyoHighLatency", "its last bucket is 2.5 s; P95 > 5 s can never be seen: metrics.go:14"},
		"just 5 s":    {func(in *Input) { in.Metrics[1].Buckets = []float64{1, 5} }, "KlaviyoHighLatency", "its last bucket is 5 s"},
		"summary":     {func(in *Input) { in.Metrics[1].Kind, in.Metrics[1].Objectives = Summary, []float64{.5} }, "KlaviyoHighLatency", "no objective of 0.95"},
		"statsd":      {func(in *Input) { in.Metrics[0].System = StatsD }, "KlaviyoAuthFailure", "which Prometheus does not scrape: -alerts datadog"},
	}
	for name, row := range rows {
		in := shop()
		row.change(in)
		p := New(in, "prometheus")
		i := slices.IndexFunc(p.Missing, func(m Missing) bool { return m.Alert == row.alert })
		if i < 0 || !strings.Contains(p.Missing[i].Why, row.why) {
			t.Errorf("%s: %+v, want %s", name, p.Missing, row.why)
		}
	}
	p = New(&Input{Module: "m", Settings: settings()}, "prometheus")
	if text := write(t, p, "prometheus"); !p.Empty() || len(p.Missing) != 0 || !strings.Contains(text, "Nothing here calls Klaviyo") {
		t.Errorf("%s", text)
	}
}

// A metric with exact codes is used rather than one with classes, and the other
// is named.
func TestTheBetterMetric(t *testing.T) {
	in := shop()
	in.Metrics = append([]Metric{{Name: "a_total", System: Prometheus, Kind: Counter, Purpose: Answers, Status: "class", Classes: true, Class: "4xx"}}, in.Metrics...)
	p := New(in, "prometheus")
	if text := write(t, p, "prometheus"); strings.Contains(text, "a_total") || !slices.ContainsFunc(p.Notices, func(n string) bool { return strings.HasPrefix(n, "a_total counts the same") }) {
		t.Errorf("%v\n%s", p.Notices, text)
	}
}

func TestNames(t *testing.T) {
	for _, row := range []struct {
		m          Metric
		want, utf8 string
	}{
		{Metric{Name: "klaviyo.requests", System: OTel, Kind: Counter}, "klaviyo_requests_total", "klaviyo.requests_total"},
		{Metric{Name: "klaviyo.requests_total", System: OTel, Kind: Counter}, "klaviyo_requests_total", "klaviyo.requests_total"},
		{Metric{Name: "klaviyo.requests", System: OTel, Kind: Counter, Unit: "1"}, "klaviyo_requests_total", "klaviyo.requests_total"},
		{Metric{Name: "http.client.request.duration", System: OTel, Kind: Histogram, Unit: "s"}, "http_client_request_duration_seconds", "http.client.request.duration_seconds"},
		{Metric{Name: "x-duration_seconds", System: OTel, Kind: Histogram, Unit: "s"}, "x_duration_seconds", "x-duration_seconds"},
		{Metric{Name: "busy", System: OTel, Kind: Counter, Unit: "ms"}, "busy_milliseconds_total", "busy_milliseconds_total"},
		{Metric{Name: "klaviyo_requests_total", System: Prometheus, Kind: Counter}, "klaviyo_requests_total", "klaviyo_requests_total"},
		{Metric{Name: "klaviyo_requests", System: Prometheus, Kind: Counter}, "klaviyo_requests", "klaviyo_requests"},
		{Metric{Name: "klaviyo-requests", System: Prometheus, Kind: Counter}, "", ""},
	} {
		if got, _ := prometheusName(row.m, false); got != row.want {
			t.Errorf("%s: %s, want %s", row.m.Name, got, row.want)
		}
		if got, _ := prometheusName(row.m, true); got != row.utf8 {
			t.Errorf("%s: %s, want %s", row.m.Name, got, row.utf8)
		}
	}
	in := variants()["otel"]
	in.UTF8 = true
	if text := write(t, New(in, "prometheus"), "prometheus"); !strings.Contains(text, `{"klaviyo.requests_total","http.response.status_code"=~"401|403"}`) {
		t.Error(text)
	}
}

// Names that a format cannot carry are an error with their place.
func TestNamesThatCannotBeCarried(t *testing.T) {
	for _, format := range []string{"prometheus", "grafana", "datadog"} {
		in := shop()
		in.Metrics[0].Name = "klaviyo requests\n- alert: X"
		var b bytes.Buffer
		p := New(in, format)
		err := map[string]func() error{
			"prometheus": func() error { return p.WritePrometheus(&b) },
			"datadog":    func() error { return p.WriteDatadog(&b) },
			"grafana":    func() error { return p.WriteGrafana(&b) },
		}[format]()
		if err == nil || !strings.Contains(err.Error(), "metrics.go:10") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestDatadog(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/monitors.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	vs := variants()
	dd := shop()
	dd.Settings.Notify = "@slack-ops"
	dd.Metrics = []Metric{
		{Name: "klaviyo.requests", System: Datadog, Kind: Counter, Purpose: Answers, Status: "code", NoAnswer: "error"},
		{Name: "klaviyo.request.duration", System: Datadog, Kind: Distribution, Purpose: Durations, Unit: "ms"},
		{Name: "klaviyo.webhooks.rejected", System: Datadog, Kind: Counter, Purpose: Rejections},
	}
	vs["datadog"] = dd
	delete(vs, "fixed") // a value that no tag carries
	for name, in := range vs {
		text := write(t, New(in, "datadog"), "datadog")
		var doc any
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var monitors []monitor
		if err := json.Unmarshal([]byte(text), &monitors); err != nil {
			t.Fatal(err)
		}
		for _, m := range monitors {
			n := m.Query[strings.LastIndex(m.Query, "> ")+2:]
			if number(m.Options.Thresholds["critical"]) != n {
				t.Errorf("%s: threshold %v, query %s", name, m.Options.Thresholds, m.Query)
			}
			if strings.Count(m.Message, "@") > 0 != (in == dd) {
				t.Errorf("%s tells somebody: %s", name, m.Message)
			}
		}
	}
	text := write(t, New(dd, "datadog"), "datadog")
	for _, want := range []string{
		`"query": "sum(last_5m):sum:klaviyo.requests{code:401 OR code:403}.as_count() > 0"`,
		`"query": "sum(last_1m):sum:klaviyo.requests{code:5* OR code:error}.as_count() > 10"`,
		`"query": "sum(last_1m):sum:klaviyo.requests{code:429}.as_count() > 5"`,
		`"query": "percentile(last_5m):p95:klaviyo.request.duration{*} > 5000"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

var uidPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,40}$`)

func TestGrafana(t *testing.T) {
	type doc struct {
		APIVersion int `yaml:"apiVersion"`
		Groups     []struct {
			Rules []struct {
				UID       string
				Title     string
				Condition string
				For       string
				NoData    string `yaml:"noDataState"`
				Data      []struct {
					RefID      string `yaml:"refId"`
					Datasource string `yaml:"datasourceUid"`
					Model      struct{ Expr, Expression, Type string }
				}
				Labels, Annotations map[string]string
			}
		}
	}
	for name, in := range variants() {
		text := write(t, New(in, "grafana"), "grafana")
		if again := write(t, New(in, "grafana"), "grafana"); again != text {
			t.Errorf("%s: not the same twice", name)
		}
		var d doc
		if err := yaml.Unmarshal([]byte(text), &d); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		seen := map[string]bool{}
		for _, g := range d.Groups {
			for _, r := range g.Rules {
				if seen[r.UID] || !uidPattern.MatchString(r.UID) {
					t.Errorf("%s: uid %q", name, r.UID)
				}
				seen[r.UID] = true
				refs := map[string]bool{"A": false}
				for _, q := range r.Data {
					refs[q.RefID] = true
					if q.Model.Expression != "" && !refs[q.Model.Expression] {
						t.Errorf("%s: %s refers to %s", name, r.Title, q.Model.Expression)
					}
				}
				if !refs[r.Condition] || r.For != "0s" || r.NoData != "OK" || r.Data[0].Datasource != "prom" || r.Data[1].Datasource != "__expr__" {
					t.Errorf("%s: %+v", name, r)
				}
			}
		}
		if len(seen) != len(New(in, "grafana").rules) {
			t.Errorf("%s: %d rules", name, len(seen))
		}
	}
}

func TestYAMLStrings(t *testing.T) {
	for _, s := range []string{"", "a", "no", "True", "1", "1.5", "a: b", "- a", "#x", "a #b", "'", `"`, `\`, "a\nb", "\t", "\x00\x1b", "ä€😀", "{{ x }}", "@x", "*", "&a", "!t", "%", "null", "~", " a ", "a\u2028b", "2026-11-23", "0x1f", "[a]", "{a}", "?", ":"} {
		var got map[string]string
		if err := yaml.Unmarshal([]byte("k: "+yamlString(s)+"\n"), &got); err != nil || got["k"] != s {
			t.Errorf("%q: %q %v", s, got["k"], err)
		}
	}
}
