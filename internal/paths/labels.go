package paths

import (
	"strconv"
	"strings"
)

// labelled knows functions that make the labels of a metric: texts from numbers, and
// the attributes of OpenTelemetry, with what is known of their arguments on a way.
func (x *explorer) labelled(name string, args []value, w *world) ([]value, bool) {
	switch name {
	case "fmt.Sprintf", "fmt.Sprint":
		return x.printed(name, args, w)
	case "go.opentelemetry.io/otel/attribute.String", "go.opentelemetry.io/otel/attribute.Int", "go.opentelemetry.io/otel/attribute.Int64", "go.opentelemetry.io/otel/attribute.Bool",
		"go.opentelemetry.io/otel/attribute.Key.String", "go.opentelemetry.io/otel/attribute.Key.Int", "go.opentelemetry.io/otel/attribute.Key.Int64", "go.opentelemetry.io/otel/attribute.Key.Bool":
		if len(args) != 2 || args[0].k != kString {
			return nil, false
		}
		pair := x.newCell(nil)
		w.heap[x.key(pair)+"{"+args[0].s+"}"] = asText(args[1])
		pair.mark = args[1].mark
		return []value{pair}, true
	case "go.opentelemetry.io/otel/metric.WithAttributes", "go.opentelemetry.io/otel/attribute.NewSet", "go.opentelemetry.io/otel/metric.WithAttributeSet":
		set := x.newCell(nil)
		for _, a := range args {
			if a.k != kCell {
				continue
			}
			x.copyPairs(w, a, set)
			for _, e := range x.elements(w, a) {
				if e.k == kCell {
					x.copyPairs(w, e, set)
				}
				set.mark = set.mark || e.mark
			}
			set.mark = set.mark || a.mark
		}
		return []value{set}, true
	case "github.com/VictoriaMetrics/metrics.GetOrCreateCounter", "github.com/VictoriaMetrics/metrics.GetOrCreateHistogram", "github.com/VictoriaMetrics/metrics.GetOrCreatePrometheusHistogram":
		if len(args) == 0 || args[0].k != kString {
			return nil, false
		}
		series := x.newCell(nil)
		for label, v := range SeriesLabels(args[0].s) {
			w.heap[x.key(series)+"{"+label+"}"] = value{k: kString, s: v, mark: args[0].mark}
		}
		series.mark = args[0].mark
		return []value{series}, true
	}
	return nil, false
}

// SeriesLabels reads the labels of a series as the text format of Prometheus writes
// it: name{label="value",...}.
func SeriesLabels(series string) map[string]string {
	out := map[string]string{}
	_, rest, ok := strings.Cut(series, "{")
	if !ok {
		return out
	}
	for {
		label, after, ok := strings.Cut(rest, "=")
		if !ok {
			return out
		}
		quoted, err := strconv.QuotedPrefix(after)
		if err != nil {
			return out
		}
		if v, err := strconv.Unquote(quoted); err == nil {
			out[strings.Trim(label, ", ")] = v
		}
		rest = after[len(quoted):]
	}
}

// elements are those of a list, as far as they are known.
func (x *explorer) elements(w *world, list value) []value {
	var out []value
	for i := range 16 {
		v, ok := w.heap[x.key(list)+"["+strconv.Itoa(i)+"]"]
		if !ok {
			break
		}
		out = append(out, v)
	}
	return out
}

func (x *explorer) copyPairs(w *world, from, to value) {
	prefix := x.key(from) + "{"
	for k, v := range w.heap {
		if strings.HasPrefix(k, prefix) {
			w.heap[x.key(to)+"{"+strings.TrimPrefix(k, prefix)] = v
		}
	}
}

// asText is a value as a label shows it.
func asText(v value) value {
	switch v.k {
	case kInt:
		return value{k: kString, s: strconv.FormatInt(v.n, 10), mark: v.mark}
	case kBool:
		return value{k: kString, s: strconv.FormatBool(v.n != 0), mark: v.mark}
	}
	return v
}

// printed knows Sprint of one value, and Sprintf where each verb is a plain one whose
// argument is known.
func (x *explorer) printed(name string, args []value, w *world) ([]value, bool) {
	if len(args) == 0 || args[len(args)-1].k != kCell {
		return nil, false
	}
	list := x.elements(w, args[len(args)-1])
	if name == "fmt.Sprint" {
		if len(list) != 1 {
			return nil, false
		}
		v := asText(list[0])
		return []value{v}, v.k == kString
	}
	if args[0].k != kString {
		return nil, false
	}
	var b strings.Builder
	mark, next := false, 0
	for i := 0; i < len(args[0].s); i++ {
		c := args[0].s[i]
		if c != '%' {
			b.WriteByte(c)
			continue
		}
		i++
		switch {
		case i >= len(args[0].s):
			return nil, false
		case args[0].s[i] == '%':
			b.WriteByte('%')
		case strings.IndexByte("dsv", args[0].s[i]) >= 0 && next < len(list):
			v := asText(list[next])
			if v.k != kString {
				return nil, false
			}
			next++
			mark = mark || v.mark
			b.WriteString(v.s)
		case args[0].s[i] == 'q' && next < len(list) && list[next].k == kString:
			mark = mark || list[next].mark
			b.WriteString(strconv.Quote(list[next].s))
			next++
		default:
			return nil, false
		}
	}
	return []value{{k: kString, s: b.String(), mark: mark}}, true
}
