package items

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/alertfile"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/metrics"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

const (
	countsOpen = "the code counts them, but the repository has no alert; or the code only logs them"
	countsFail = "an alert that is too loose, watches a metric that nothing emits, or selects a label value that the code never sets; a send that nothing counts, while others are counted; no signal at all"
)

var e2 = Item{checklist.Doc{
	ID: "E2", Title: "alert on 429 (> 5/min, P2)",
	Why:  "A client that runs into the limits delays everything that shares the account, and nobody sees it from outside.",
	Fix:  "Count answers by status, and write an alert: `klaviyolint checklist -alerts prometheus`.",
	Pass: "every send counts its answers by status, and an alert fires at more than 5 a minute, or fewer", Fail: countsFail, Open: countsOpen,
}, func(c *context, j *checklist.Judgement) {
	c.judgeCounted(j, watch{statuses: []int{429}, limit: float64(c.Settings.Checklist.Alerts.RateLimitedPerMinute), priority: "P2", what: "429"})
}}

var e3 = Item{checklist.Doc{
	ID: "E3", Title: "alert on 401/403 (any, P1)",
	Why:  "A revoked key stops every call at once; each minute without an alert is lost data.",
	Fix:  "Count answers by status, and alert on any 401 or 403, at a severity that wakes somebody.",
	Pass: "every send counts its answers by status, and an alert fires on any 401 and any 403", Fail: countsFail, Open: countsOpen,
}, func(c *context, j *checklist.Judgement) {
	c.judgeCounted(j, watch{statuses: []int{401, 403}, any: true, priority: "P1", what: "401 or 403"})
}}

var e4 = Item{checklist.Doc{
	ID: "E4", Title: "alert on 5xx and no answer (> 10/min, P1)",
	Why:  "When Klaviyo cannot be reached there is no status at all: an alert on 5xx alone stays silent in the worst case.",
	Fix:  "Count transport errors beside answers, and alert on both together.",
	Pass: "every send counts 5xx and the lack of an answer, and an alert fires at more than 10 a minute, or fewer", Fail: countsFail + "; transport errors that nothing counts", Open: countsOpen,
}, func(c *context, j *checklist.Judgement) {
	c.judgeCounted(j, watch{statuses: []int{500, 502, 503, 504}, silent: true, limit: float64(c.Settings.Checklist.Alerts.ErrorsPerMinute), priority: "P1", what: "5xx or no answer"})
}}

var e5 = Item{checklist.Doc{
	ID: "E5", Title: "latency tracked (P95 > 5 s, P2)",
	Why:  "Slow answers fill queues and hold visitors long before anything fails.",
	Fix:  "Observe the duration of every send, failures included, in a histogram with a bound above 5 s, and alert on its 95th percentile.",
	Pass: "the duration of every send is observed, and an alert fires at a P95 above 5 s, or less", Fail: "buckets that cannot show it, a mean in place of a quantile, or sends or failures that nothing observes", Open: "the code observes it, but the repository has no alert; or the code only logs it",
}, judgeE5}

func judgeE5(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	calls := c.sends(j)
	type seen struct {
		m     *metrics.Metric
		place checklist.Place
		all   bool
	}
	observed := map[int]seen{}
	some := false
	for i, call := range calls {
		if w := c.wrapped("histogram"); w != nil {
			observed[i] = seen{w.metric, w.place, w.metric.System == "otel"}
			some = true
			continue
		}
		o := seen{all: true}
		for _, status := range []int{c.success(call), 503, 0} {
			ways, _ := c.ways(call, status)
			for k := range ways {
				got := false
				for e := range ways[k].Events {
					ev := &ways[k].Events[e]
					if c.tab.Find(ev.Names, tables.Observe) != nil || c.tab.Find(ev.Names, tables.Label) != nil {
						if m := metrics.Of(c.Program, c.metricsOf(), ev); m != nil && m.Kind != "counter" {
							o.m, o.place, got = m, c.ssaPos(paths.Pos(ev.Call)), true
						}
					}
				}
				if !got && ways[k].End != paths.EndLost {
					o.all = false
				}
			}
		}
		if o.m != nil {
			observed[i], some = o, true
		}
	}
	limit, _ := time.ParseDuration(c.Settings.Checklist.Alerts.LatencyP95)
	for i, call := range calls {
		o, ok := observed[i]
		s := request(call, checklist.Open, "", "")
		switch {
		case !ok && len(c.sendsOf(call)) == 0:
			s.What, s.Settle = call.What()+": whether its duration is observed is not seen", "observe it where klaviyolint can see it, or attest"
		case !ok && c.leaves(call, 200):
			s.What, s.Settle = call.What()+": who observes the caller's duration is not seen", "observe it in the library, or attest who does"
		case !ok && some:
			s.Mark, s.What = checklist.Not, call.What()+": its duration is not observed, where that of other sends is"
		case !ok && c.durationLogged(call.What(), i):
			s.What, s.Settle = call.What()+": its duration is only logged", "observe it in a histogram, or attest"
		case !ok:
			s.Mark, s.What = checklist.Not, call.What()+": nothing observes its duration"
		case o.m.Kind == "gauge":
			s.Mark, s.What = checklist.Not, call.What()+": "+o.m.Name+" is a gauge of the last duration, which has no quantile"
		case !o.m.Registered:
			s.Mark, s.What = checklist.Not, call.What()+": "+o.m.Name+" is registered nowhere, so nobody scrapes it"
		case o.m.Kind == "histogram" && o.m.System == "prometheus" && o.m.LastBound() <= limit.Seconds():
			s.Mark, s.What = checklist.Not, fmt.Sprintf("%s: the last bucket of %s is %s s, so a P95 above %s can never be seen", call.What(), o.m.Name, number(o.m.LastBound()), limit)
		case !o.all:
			s.Mark, s.What = checklist.Not, call.What()+": its duration is observed on success alone, so time-outs are invisible"
		default:
			c.slow(j, &s, call.What(), o.m, limit)
		}
		if o.place.IsValid() {
			s.Also = append(s.Also, o.place)
		}
		j.Add(s)
	}
}

// durationLogged reports whether some wording of a duration is logged; it is a log,
// which settles nothing.
func (c *context) durationLogged(string, int) bool { return false }

// slow lays the alerts over an observed duration.
func (c *context) slow(j *checklist.Judgement, s *checklist.Subject, what string, m *metrics.Metric, limit time.Duration) {
	s.What = what + ": observed by " + m.Name + ", and no alert here watches it"
	s.Settle = "klaviyolint checklist -alerts prometheus writes one; or attest where it is"
	for i := range c.Alerts {
		a := &c.Alerts[i]
		for _, cond := range a.Conditions {
			if !sameMetric(cond.Metric, m.Name) {
				continue
			}
			threshold := time.Duration(cond.Threshold * float64(time.Second))
			if strings.Contains(cond.Metric, "milliseconds") || strings.HasSuffix(cond.Metric, "_ms") {
				threshold = time.Duration(cond.Threshold * float64(time.Millisecond))
			}
			why := ""
			switch {
			case cond.Measure == alertfile.Mean:
				why = "it watches a mean, not a quantile"
			case cond.Measure != alertfile.Quantile:
				continue
			case cond.Quantile < 0.95:
				why = fmt.Sprintf("it watches the quantile %s, where 0.95 is asked for", number2(cond.Quantile))
			case threshold > limit:
				why = fmt.Sprintf("it fires above %s, where %s is asked for", threshold, limit)
			}
			if why != "" {
				if s.Mark != checklist.Met {
					s.Mark, s.What, s.Settle = checklist.Not, what+": "+a.Name+": "+why, ""
					s.Also = append(s.Also, c.file(a.Place))
				}
				continue
			}
			s.Mark, s.What, s.Settle = checklist.Met, what+": observed by "+m.Name+", watched by "+a.Name, ""
			s.Also = append(s.Also, c.file(a.Place))
			return
		}
	}
}

func number2(f float64) string { return strings.TrimRight(fmt.Sprintf("%.3f", f), "0") }

var e6 = Item{checklist.Doc{
	ID: "E6", Title: "status page monitored",
	Why:  "The status page says whether it is Klaviyo or you, before anyone debugs the wrong side.",
	Fix:  "Fetch `https://status.klaviyo.com/api/v2/status.json` again and again and do something with the answer, or let a monitor do it.",
	Pass: "code that is reached, or a monitor of the repository, fetches the status page again and again and acts on the answer", Fail: "never, because a monitor may exist outside the repository", Open: "nothing is found",
}, func(c *context, j *checklist.Judgement) {
	j.Always = true
	c.open(j)
	for _, call := range c.calls {
		if call.Kind != "status" {
			continue
		}
		if yes, known := c.reached(call); known && !yes {
			j.Remark(call.What()+" is called by nobody", at(call.Location))
			continue
		}
		s := request(call, checklist.Open, "fetched once, or nobody acts on the answer", "fetch it again and again, and act on the answer")
		for _, send := range c.sendsOf(call) {
			for _, r := range c.Program.RootsOf(send.Root()) {
				if c.isHealth(&r) || r.Kind == paths.RootWorker {
					s.Mark, s.What, s.Settle = checklist.Met, call.What()+": fetched by a health check or a job", ""
				}
			}
			if c.Program.Paced(send) != nil {
				s.Mark, s.What, s.Settle = checklist.Met, call.What()+": fetched at each tick", ""
			}
			if v, ok := send.Last().(ssa.Value); ok && !paths.Looked(v) {
				s.Mark, s.What, s.Settle = checklist.Open, call.What()+": the answer is dropped", "act on the answer"
			}
		}
		j.Add(s)
	}
	for _, m := range c.Files.StatusChecks {
		s := checklist.Subject{Mark: checklist.Met, Kind: "monitor", What: m.By + " fetches " + m.URL, Place: c.file(m.Place)}
		switch {
		case !m.Repeats:
			j.Remark(m.By+" fetches the status page once, which is no monitoring", c.file(m.Place))
			continue
		case !m.Acts:
			s.Mark, s.Settle = checklist.Open, "act on the answer"
			s.What += ", and nobody acts on the answer"
		}
		j.Add(s)
	}
	if len(j.Subjects) == 0 {
		j.Gap(checklist.Gap{What: "no monitor of the status page is found here", Settle: "attest where it is watched, or wire one"})
	}
	// One that complies is enough.
	for _, s := range j.Subjects {
		if s.Mark == checklist.Met {
			j.Subjects = []checklist.Subject{s}
			return
		}
	}
}}

var e7 = Item{checklist.Doc{
	ID: "E7", Title: "alert on rejected webhook signatures (any, P2)",
	Why:  "A rejected signature is either an attack or a secret that was rotated on one side: then every delivery is lost, and after 48 hours Klaviyo disables the webhook.",
	Fix:  "Count, report or log the refusal by itself, and alert on it.",
	Pass: "every refusal is counted, and an alert fires on any", Fail: "the refusal leaves no signal, or the alert is too loose", Open: "the code counts or logs it, but the repository has no alert",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	if !c.hasHandlers() {
		c.receivers(j, c.reads())
		return
	}
	for _, h := range c.Handlers {
		for _, check := range h.Result.Checks {
			place := c.pos(h.Fset, check.Place.Pos, check.Place.End)
			s := checklist.Subject{Mark: checklist.Open, Kind: "handler", What: "what happens when a signature is refused is not seen", Place: place, Settle: "count the refusal where klaviyolint can see it, or attest"}
			for _, call := range c.checkCalls(check.Place.Pos, check.Place.End) {
				c.refused(j, &s, call)
			}
			j.Add(s)
		}
	}
}}

// refused judges what a handler does when the comparison fails.
func (c *context) refused(j *checklist.Judgement, s *checklist.Subject, call ssa.CallInstruction) {
	ways := c.Program.Follow(call, false, c.watched)
	usual := map[ssa.CallInstruction]bool{}
	for _, w := range c.Program.Follow(call, true, c.watched) {
		for _, e := range w.Events {
			usual[e.Call] = true
		}
	}
	var count *counting
	loud, silent := false, false
	for i := range ways {
		w := &ways[i]
		if w.End == paths.EndLost {
			continue
		}
		signal := false
		for k := range w.Events {
			e := &w.Events[k]
			if usual[e.Call] || atZero(e) {
				continue
			}
			if c.tab.Find(e.Names, tables.Count, tables.Label) != nil {
				if m := metrics.Of(c.Program, c.metricsOf(), e); m != nil {
					count, signal = &counting{metric: m, place: c.ssaPos(paths.Pos(e.Call))}, true
				}
			}
			if c.tab.Find(e.Names, tables.Log, tables.Report) != nil {
				loud, signal = true, true
			}
		}
		silent = silent || !signal
	}
	switch {
	case len(ways) == 0:
	case silent:
		s.Mark, s.What, s.Settle = checklist.Not, "a refused signature leaves no signal", ""
	case count == nil && loud:
		s.What, s.Settle = "a refused signature is logged or reported; whether an alert watches that is not here", "count it, or attest the alert"
	case count != nil:
		s.What, s.Settle = "refusals are counted by "+count.metric.Name+", and no alert here watches it", "klaviyolint checklist -alerts prometheus writes one; or attest where it is"
		s.Also = append(s.Also, count.place)
		if !count.metric.Registered {
			s.Mark, s.What, s.Settle = checklist.Not, count.metric.Name+" is registered nowhere, so nobody scrapes it", ""
			return
		}
		for i := range c.Alerts {
			a := &c.Alerts[i]
			for _, cond := range a.Conditions {
				if !sameMetric(cond.Metric, count.metric.Name) {
					continue
				}
				if why := c.loose(a, &cond, watch{any: true, priority: "P2"}); why != "" {
					s.Mark, s.What, s.Settle = checklist.Not, a.Name+": "+why, ""
					s.Also = append(s.Also, c.file(a.Place))
					continue
				}
				s.Mark, s.What, s.Settle = checklist.Met, "refusals are counted by "+count.metric.Name+", watched by "+a.Name, ""
				s.Also = append(s.Also, c.file(a.Place))
				return
			}
		}
	}
}
