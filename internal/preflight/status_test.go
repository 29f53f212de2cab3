package preflight

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

func TestStatus(t *testing.T) {
	rows := []struct {
		name, summary string
		components    []string
		state         State
		words         []string
	}{
		{"fine", `{"status":{"indicator":"none","description":"All Systems Operational"}}`, nil, OK, []string{"All Systems Operational"}},
		{"minor", `{"status":{"indicator":"minor","description":"Partially Degraded Service"},"components":[{"name":"API","status":"degraded_performance"},{"name":"Web","status":"operational"},{"name":"All","status":"major_outage","group":true}]}`, nil, Warn, []string{"minor: Partially Degraded Service", "component API: degraded performance"}},
		{"prose only", `{"status":{"indicator":"major","description":"All Systems Operational"}}`, nil, Warn, []string{"major"}},
		{"incident beside none", `{"status":{"indicator":"none","description":"All Systems Operational"},"incidents":[{"name":"Slow <b>API</b>","impact":"minor","status":"investigating","shortlink":"https://stspg.io/x","incident_updates":[{"body":"We are looking"}]}]}`, nil, Warn, []string{"incident (minor, investigating): Slow API: We are looking https://stspg.io/x"}},
		{"resolved", `{"status":{"indicator":"none","description":"x"},"incidents":[{"name":"old","status":"resolved"}]}`, nil, OK, nil},
		{"next week", `{"status":{"indicator":"none","description":"x"},"scheduled_maintenances":[{"name":"m","status":"scheduled"}]}`, nil, OK, nil},
		{"now", `{"status":{"indicator":"none","description":"x"},"scheduled_maintenances":[{"name":"moving","status":"in_progress"}]}`, nil, Warn, []string{"maintenance under way: moving"}},
		{"narrowed", `{"status":{"indicator":"none","description":"x"},"components":[{"name":"API","status":"operational"},{"name":"Web","status":"major_outage"}]}`, []string{"API"}, OK, nil},
		{"no such component", `{"status":{"indicator":"none","description":"x"},"components":[{"name":"Web","status":"operational"}]}`, []string{"API"}, Warn, []string{`no component "API"; it has Web`}},
		{"HTML", `<html>all fine</html>`, nil, Unknown, []string{"not that of a Statuspage"}},
		{"404 of summary", ``, nil, OK, []string{"All Systems Operational"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, o := fake(t)
			s := loopback.NewStatus(row.summary)
			defer s.Close()
			b, err := ParseStatusBase(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			o.Status, o.Components = &b, row.components
			r := run(t, o)
			r.want(t, "status page", row.state, row.words...)
			if r.Exit != 0 {
				t.Error("the status page never fails a run")
			}
			o.FailOn = Warn
			if r := run(t, o); row.state == Warn && r.Exit != 1 {
				t.Error("-fail-on warn")
			}
		})
	}
}
