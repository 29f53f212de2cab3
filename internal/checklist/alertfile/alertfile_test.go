package alertfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

func (c Condition) dump() string {
	what := []string{"count", "quantile", "mean", "share", "level"}[c.Measure]
	var labels []string
	for _, m := range c.Labels {
		op := "="
		switch {
		case m.Not && m.Regexp:
			op = "!~"
		case m.Not:
			op = "!="
		case m.Regexp:
			op = "=~"
		}
		labels = append(labels, m.Label+op+m.Value)
	}
	s := fmt.Sprintf("%s %s{%s}[%s] threshold %.4g raw %.4g", what, c.Metric, strings.Join(labels, ","), c.Window, c.Threshold, c.Raw)
	if c.OrEqual {
		s += " or equal"
	}
	if c.Measure == Quantile {
		s += fmt.Sprintf(" q%g", c.Quantile)
	}
	if c.Birth {
		s += " birth"
	}
	if c.Any() {
		s += " any"
	}
	return s
}

// Each archive holds alert files and, as want, what they ask for.
func TestRead(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			root, want := t.TempDir(), ""
			for _, f := range a.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else if err := os.WriteFile(filepath.Join(root, f.Name), f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			files, err := deploy.Read(t.Context(), deploy.Options{Root: root})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, n := range files.Notices {
				t.Errorf("%s: %s", n.Place, n.Text)
			}
			for _, alert := range Read(files) {
				fmt.Fprintf(&b, "%s:%d:%d: %s %q for %s %v %s\n", filepath.Base(alert.File), alert.Line, alert.Col, alert.Format, alert.Name, alert.For, alert.Severities, alert.Why)
				for _, c := range alert.Conditions {
					fmt.Fprintf(&b, "\t%s\n", c.dump())
				}
			}
			if os.Getenv("UPDATE") != "" {
				for i := range a.Files {
					if a.Files[i].Name == "want" {
						a.Files[i].Data = []byte(b.String())
					}
				}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if b.String() != want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

// Thresholds that mean the same come out the same, in whatever form they are
// written.
func TestPerMinute(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		`increase(x[5m]) > 25`, `rate(x[5m]) * 60 > 5`, `60 * rate(x[5m]) > 5`, `5 < rate(x[5m]) * 60`,
		`sum by (code) (increase(x[10m])) > 50`, `rate(x[1m]) > 5 / 60`, `irate(x[2m]) * 120 > 10`, `increase(x[5m]) / 5 > 5`,
	} {
		c, err := conditions(form, nil)
		if err != nil || len(c) != 1 || c[0].Measure != Count || c[0].Threshold < 4.999 || c[0].Threshold > 5.001 {
			t.Errorf("%s: %+v, %v", form, c, err)
		}
	}
	for _, form := range []string{
		`absent(x)`, `increase(x[5m]) == 0`, `increase(x[5m] offset 1h) > 5`, `x > bool 3`, `rate(x[5m]) * -1 > 5`, `predict_linear(x[1h], 3600) > 5`,
		`increase(x[$__rate_interval]) > 3`, `count(x) > 3`, `increase(x[5m]) > y`, `(((`, `increase(x[5m]) > 0 and y > 1`, `rate(x[5m]) > NaN`,
	} {
		if c, err := conditions(form, nil); err == nil {
			t.Errorf("%s is understood: %+v", form, c)
		}
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{"5m": 5 * time.Minute, "1h30m": 90 * time.Minute, "90s": 90 * time.Second, "1d": 24 * time.Hour, "": 0, "x": 0, "5": 0, "5x": 0} {
		if got := duration(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func FuzzConditions(f *testing.F) {
	for _, seed := range []string{`increase(x{code="429"}[5m]) > 5`, `a or (x unless x offset 5m)`, `histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m]))) > 5`, `((`, `WITH (a = b) a > 1`} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, expr string) {
		_, _ = conditions(expr, map[string]string{"a": "rate(x[5m])"})
		_, _ = monitorQuery(expr)
	})
}
