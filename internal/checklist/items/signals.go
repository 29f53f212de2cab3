package items

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/alertfile"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/metrics"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// A counting is a metric that counts how a send ends.
type counting struct {
	metric *metrics.Metric
	label  string            // that holds the status, "" where it is not known
	values map[int]string    // by status, 0 standing for no answer
	given  map[string]string // by label, on the way that was looked at
	place  checklist.Place
	wrap   bool // by the transport: connection errors are not counted
}

// metricsOf are the metrics of the program.
func (c *context) metricsOf() []*metrics.Metric {
	if !c.metricsRead && c.Program != nil {
		c.metricsRead = true
		c.metrics = metrics.Find(c.Program, c.tab)
	}
	return c.metrics
}

// counted tells how a call's answers of some statuses are counted: nil where on some
// way none is; logged where they are logged at least.
func (c *context) counted(call *inventory.Call, statuses []int) (count *counting, logged, known bool) {
	if w := c.wrapped("counter"); w != nil {
		count = w
	}
	for _, status := range statuses {
		ways, found := c.ways(call, status)
		if !found {
			return count, false, false
		}
		known = true
		for i := range ways {
			w := &ways[i]
			got := c.countOn(w, status)
			switch {
			case got != nil:
				if count == nil || count.wrap {
					count = got
				}
				if v, ok := got.values[status]; ok {
					count.values[status] = v
				}
				if v := got.given[count.label]; status == 0 && v != "" {
					count.values[0] = v
				}
			case count != nil && count.wrap && status != 0:
			case w.End == paths.EndLost:
			default:
				if count == nil || !count.wrap || status == 0 {
					for _, e := range w.Events {
						logged = logged || c.tab.Find(e.Names, tables.Log, tables.Quiet, tables.Report) != nil
					}
					if count == nil || status != 0 {
						return nil, logged, true
					}
				}
			}
		}
	}
	return count, logged, known
}

// countOn finds the metric that counts on a way.
func (c *context) countOn(w *paths.Way, status int) *counting {
	for i := range w.Events {
		e := &w.Events[i]
		row := c.tab.Find(e.Names, tables.Label, tables.Count)
		if row == nil || atZero(e) {
			continue
		}
		m := metrics.Of(c.Program, c.metricsOf(), e)
		if row.User {
			m = &metrics.Metric{Kind: "counter", Registered: true}
		}
		if m == nil || m.Kind != "counter" {
			continue
		}
		out := &counting{metric: m, values: map[int]string{}, given: maps.Clone(e.Pairs), place: c.ssaPos(paths.Pos(e.Call))}
		if out.given == nil {
			out.given = map[string]string{}
		}
		for k, v := range e.Values {
			if k < len(m.Labels) {
				out.given[m.Labels[k]] = v
			}
		}
		for k, v := range e.Values {
			if statusValue(v, status) || status == 0 && v != "" && k < len(m.Labels) {
				out.values[status] = v
				if k < len(m.Labels) && v != "" && statusValue(v, status) {
					out.label = m.Labels[k]
				}
			}
		}
		for k, v := range e.Pairs {
			if statusValue(v, status) {
				out.label, out.values[status] = k, v
			}
		}
		if m.System == "datadog" {
			for _, v := range e.Labels {
				if tag, value, ok := strings.Cut(v, ":"); ok && (statusValue(value, status) || status == 0) {
					out.label, out.values[status] = tag, value
				}
			}
		}
		if out.label == "" && out.values[status] == "" && row.Role == tables.Label && len(e.Values) > 0 && !e.Err {
			continue // selects a series by something else
		}
		return out
	}
	return nil
}

// atZero reports whether an event only makes a series at zero, as is done at the
// start so that it can rise: nothing is counted by that.
func atZero(e *paths.Event) bool {
	zero := func(c ssa.CallInstruction) bool {
		args := c.Common().Args
		if len(args) == 0 {
			return false
		}
		f, ok := constFloat(args[len(args)-1])
		return ok && f == 0
	}
	if slices.ContainsFunc(e.Names, func(n string) bool { return strings.HasSuffix(n, ".Add") }) {
		return zero(e.Call)
	}
	v, ok := e.Call.(ssa.Value)
	if !ok || v.Referrers() == nil || len(*v.Referrers()) == 0 {
		return false
	}
	for _, r := range *v.Referrers() {
		if c, ok := r.(ssa.CallInstruction); !ok || !zero(c) {
			return false
		}
	}
	return true
}

// statusValue reports whether a label value stands for a status: the code, its
// class, or the text.
func statusValue(v string, status int) bool {
	if v == "" || status == 0 {
		return false
	}
	code := itoa(status)
	return v == code || strings.EqualFold(v, code[:1]+"xx") || v == code[:1]
}

// wrapped finds a metric on the transport of the clients: all that is given to a
// client of net/http passes it.
func (c *context) wrapped(kind string) *counting {
	if c.Program == nil {
		return nil
	}
	for _, call := range c.Program.Transports() {
		for _, o := range call {
			row := c.tab.Find(o.Names, tables.Wrap)
			if row == nil || o.Call == nil {
				continue
			}
			out := &counting{values: map[int]string{}, wrap: true, place: c.ssaPos(o.Pos), label: "code"}
			if row.Detail == "otel" {
				out.metric = &metrics.Metric{Name: "http_client_request_duration_seconds", Kind: "histogram", System: "otel", Registered: true, Labels: []string{"http_response_status_code", "server_address"}}
				out.label = "http_response_status_code"
				if kind == "counter" {
					out.metric.Name = "http_client_request_duration_seconds_count"
				}
				return out
			}
			if row.Detail != kind {
				continue
			}
			for _, m := range c.metricsOf() {
				if v, ok := m.Made.(ssa.Value); ok && c.Program.Depends(o.Call.Common().Args[0], func(x ssa.Value) bool { return x == v }) {
					out.metric = m
					return out
				}
			}
		}
	}
	return nil
}

// A watch is what one of the alerting items asks for.
type watch struct {
	statuses []int
	silent   bool // no answer counts, too
	any      bool // one is enough
	limit    float64
	priority string
	what     string
}

// judgeCounted judges E2, E3 and E4.
func (c *context) judgeCounted(j *checklist.Judgement, w watch) {
	j.Looked = c.looked()
	c.open(j)
	calls := c.sends(j)
	all := w.statuses
	if w.silent {
		all = append(slices.Clone(all), 0)
	}
	anyCounted := false
	for _, call := range calls {
		count, _, _ := c.counted(call, w.statuses)
		anyCounted = anyCounted || count != nil
	}
	for _, call := range calls {
		count, logged, known := c.counted(call, all)
		s := request(call, checklist.Open, "", "")
		switch {
		case !known:
			s.What, s.Settle = call.What()+": what becomes of "+w.what+" is not seen", "count answers where klaviyolint can see it, or attest"
		case count == nil && c.leaves(call, w.statuses[0]):
			s.What, s.Settle = call.What()+": "+w.what+" leaves an exported function of a library", "count it in the library, or attest who does"
		case count == nil && w.silent && c.onlyAnswers(call, w.statuses):
			s.Mark, s.What = checklist.Not, call.What()+": an unreachable Klaviyo is not counted: time-outs and refused connections have no code"
		case count == nil && logged && !anyCounted:
			s.What, s.Settle = call.What()+": "+w.what+" is only logged", "count it by status, or attest the alert on the log"
		case count == nil && logged:
			s.Mark, s.What = checklist.Not, call.What()+": "+w.what+" is only logged, where other sends are counted"
		case count == nil:
			s.Mark, s.What = checklist.Not, call.What()+": "+w.what+" leaves no signal that an alert could see"
		case w.silent && count.wrap && count.metric.System != "otel" && !c.silentCounted(call):
			s.Mark, s.What = checklist.Not, call.What()+": an unreachable Klaviyo is not counted: time-outs and refused connections have no code"
			s.Also = append(s.Also, count.place)
		case !count.metric.Registered:
			s.Mark, s.What = checklist.Not, call.What()+": the metric that counts it is registered nowhere, so nobody scrapes it"
			s.Also = append(s.Also, count.place)
		default:
			c.alerted(j, &s, call, count, w)
		}
		j.Add(s)
	}
}

// leaves reports whether an answer leaves an exported function of a module without
// main.
func (c *context) leaves(call *inventory.Call, status int) bool {
	ways, _ := c.ways(call, status)
	return slices.ContainsFunc(ways, func(w paths.Way) bool { return w.End == paths.EndLeaves })
}

// onlyAnswers reports whether answers are counted, and no answer is not.
func (c *context) onlyAnswers(call *inventory.Call, statuses []int) bool {
	count, _, _ := c.counted(call, statuses)
	return count != nil
}

// silentCounted reports whether something counts a send without an answer.
func (c *context) silentCounted(call *inventory.Call) bool {
	ways, _ := c.ways(call, 0)
	for i := range ways {
		if c.countOn(&ways[i], 0) == nil && ways[i].End != paths.EndLost {
			return false
		}
	}
	return len(ways) > 0
}

// alerted lays the alert definitions of the repository over a counted call.
func (c *context) alerted(j *checklist.Judgement, s *checklist.Subject, call *inventory.Call, count *counting, w watch) {
	s.Also = append(s.Also, count.place)
	if count.metric.Made != nil {
		s.Also = append(s.Also, c.ssaPos(paths.Pos(count.metric.Made)))
	}
	name := count.metric.Name
	if name == "" {
		s.What, s.Settle = call.What()+": the metric's name is not known", "name the metric in the code"
		return
	}
	s.What = fmt.Sprintf("%s: counted by %s, and no alert here watches it", call.What(), name)
	s.Settle = "klaviyolint checklist -alerts prometheus writes one; or attest where it is"
	covered := map[int]bool{}
	silent := false
	var loose string
	var looseAt checklist.Place
	var good *alertfile.Alert
	for i := range c.Alerts {
		a := &c.Alerts[i]
		for _, cond := range a.Conditions {
			if !sameMetric(cond.Metric, name) && !mesh(cond) {
				continue
			}
			selects := false
			for _, st := range w.statuses {
				selects = selects || c.selects(&cond, count, st)
			}
			zero := w.silent && c.selectsSilent(&cond, count)
			if !selects && !zero {
				if wrong := wrongLabel(&cond, count); wrong != "" {
					loose, looseAt = fmt.Sprintf("%s selects %q, a label that %s does not have", a.Name, wrong, name), c.file(a.Place)
				}
				continue
			}
			if why := c.loose(a, &cond, w); why != "" {
				if loose == "" {
					loose, looseAt = a.Name+": "+why, c.file(a.Place)
				}
				continue
			}
			good = a
			for _, st := range w.statuses {
				covered[st] = covered[st] || c.selects(&cond, count, st)
			}
			silent = silent || zero
		}
		if len(a.Conditions) == 0 && strings.Contains(a.Expr, name) {
			s.What, s.Settle = fmt.Sprintf("%s: the condition of %s is not understood: %s", call.What(), a.Name, a.Why), "write it as a threshold over a counter, or attest"
		}
	}
	missing := slices.DeleteFunc(slices.Clone(w.statuses), func(st int) bool { return covered[st] })
	switch {
	case good != nil && len(missing) == 0 && (!w.silent || silent):
		s.Mark, s.Settle = checklist.Met, ""
		s.What = fmt.Sprintf("%s: counted by %s, watched by %s", call.What(), name, good.Name)
		s.Also = append(s.Also, c.file(good.Place))
		if c.priority(good) == "" {
			j.Remark("severity of "+good.Name+" is not known", c.file(good.Place))
		}
	case good != nil && len(missing) > 0:
		s.Mark, s.What, s.Settle = checklist.Not, fmt.Sprintf("%s: %s does not watch %s", call.What(), good.Name, codes(missing)), ""
		s.Also = append(s.Also, c.file(good.Place))
	case good != nil:
		s.Mark, s.What, s.Settle = checklist.Not, fmt.Sprintf("%s: %s watches 5xx, and not the lack of an answer", call.What(), good.Name), ""
		s.Also = append(s.Also, c.file(good.Place))
	case loose != "":
		s.Mark, s.What, s.Settle = checklist.Not, call.What()+": "+loose, ""
		s.Also = append(s.Also, looseAt)
	default:
		if a, at := c.dead(w); a != "" {
			s.Mark, s.What, s.Settle = checklist.Not, fmt.Sprintf("%s: %s watches a metric that nothing emits; it can never fire", call.What(), a), ""
			s.Also = append(s.Also, at)
		}
	}
}

func codes(list []int) string {
	var out []string
	for _, c := range list {
		out = append(out, itoa(c))
	}
	return strings.Join(out, ", ")
}

// sameMetric compares the metric of a condition with that of the code: an exporter
// may add _total, a histogram has _count and _bucket.
func sameMetric(cond, name string) bool {
	flat := strings.NewReplacer(".", "_", "-", "_")
	a, b := flat.Replace(cond), flat.Replace(name)
	return a == b || a == b+"_total" || strings.TrimSuffix(a, "_bucket") == b || strings.TrimSuffix(a, "_count") == b
}

// mesh reports whether a condition is about Klaviyo's host, whatever counts it.
func mesh(c alertfile.Condition) bool {
	return slices.ContainsFunc(c.Labels, func(m alertfile.Matcher) bool { return !m.Not && strings.Contains(m.Value, "a.klaviyo.com") })
}

// selects reports whether a condition sees a status.
func (c *context) selects(cond *alertfile.Condition, count *counting, status int) bool {
	label := count.label
	value := count.values[status]
	if value == "" {
		value = itoa(status)
	}
	if label == "" {
		return false
	}
	return cond.Matches(label, value) && len(cond.Label(label)) > 0
}

func (c *context) selectsSilent(cond *alertfile.Condition, count *counting) bool {
	value := count.values[0]
	if count.label == "" || value == "" {
		return count.metric.System == "otel" && len(cond.Label(count.label)) == 0
	}
	return cond.Matches(count.label, value) && len(cond.Label(count.label)) > 0
}

// wrongLabel names a label that a condition selects and the metric does not have.
func wrongLabel(cond *alertfile.Condition, count *counting) string {
	if len(count.metric.Labels) == 0 {
		return ""
	}
	for _, m := range cond.Labels {
		if !slices.Contains(count.metric.Labels, m.Label) && !slices.Contains([]string{"job", "instance", "namespace", "pod", "service", "container", "cluster", "env"}, m.Label) {
			return m.Label
		}
	}
	return ""
}

// loose says why a condition is weaker than an item asks, or "".
func (c *context) loose(a *alertfile.Alert, cond *alertfile.Condition, w watch) string {
	switch {
	case cond.Measure == alertfile.Share:
		return "a share of all requests is no rate"
	case cond.Measure != alertfile.Count:
		return "it is no count"
	case w.any && !cond.Any():
		return fmt.Sprintf("it fires above %s, where any is asked for", number(cond.Raw))
	case w.any && a.For > 0 && a.For >= cond.Window:
		return fmt.Sprintf("`for: %s` is not shorter than its window of %s, so one event never fires it", short(a.For), short(cond.Window))
	case !w.any && cond.Threshold > w.limit:
		return fmt.Sprintf("it fires above %s a minute, where %s is asked for", number(cond.Threshold), number(w.limit))
	case !w.any && (a.For > 10*time.Minute || cond.Window > 10*time.Minute):
		return "it looks at more than ten minutes"
	case w.priority == "P1" && c.priority(a) == "P2":
		return "its severity is that of a ticket, where P1 is asked for"
	}
	return ""
}

func short(d time.Duration) string {
	s := d.String()
	s = strings.TrimSuffix(s, "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// priority reads the severity of an alert: P1, P2 or "".
func (c *context) priority(a *alertfile.Alert) string {
	out := ""
	for _, s := range a.Severities {
		switch {
		case slices.ContainsFunc(c.Settings.Checklist.Alerts.P1, func(p string) bool { return strings.EqualFold(p, s) }):
			return "P1"
		case slices.ContainsFunc(c.Settings.Checklist.Alerts.P2, func(p string) bool { return strings.EqualFold(p, s) }):
			out = "P2"
		}
	}
	return out
}

// dead finds an alert about Klaviyo on a metric that the program does not emit,
// where all its metrics are known.
func (c *context) dead(w watch) (string, checklist.Place) {
	for _, m := range c.metricsOf() {
		if m.Name == "" {
			return "", checklist.Place{}
		}
	}
	for i := range c.Alerts {
		a := &c.Alerts[i]
		for _, cond := range a.Conditions {
			if !strings.Contains(strings.ToLower(cond.Metric), "klaviyo") || slices.ContainsFunc(c.metricsOf(), func(m *metrics.Metric) bool { return sameMetric(cond.Metric, m.Name) }) {
				continue
			}
			for _, st := range w.statuses {
				for _, m := range cond.Labels {
					if cond.Matches(m.Label, itoa(st)) && !m.Not {
						return a.Name, c.file(a.Place)
					}
				}
			}
		}
	}
	return "", checklist.Place{}
}
