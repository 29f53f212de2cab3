package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// Kind says in what way the engine and a run differ.
type Kind string

// The kinds of failures.
const (
	Crash  Kind = "crash"  // the engine panicked or gave an error
	Lost   Kind = "lost"   // nothing is known of a request that was sent
	Wrong  Kind = "wrong"  // what was sent is not possible, or lacks what is certain
	Stored Kind = "stored" // what is only compared is called possible
	Harmed Kind = "harmed" // the program itself panicked or hung: the grammar is to be mended
)

// A Failure is a difference between the engine and a run.
type Failure struct {
	Program *grammar.Program
	Kind    Kind
	Part    string // method, url, header NAME, body PATH
	Detail  string
}

func (f *Failure) String() string {
	return fmt.Sprintf("%s: %s %s: %s", f.Program.ID, f.Kind, f.Part, f.Detail)
}

// Compare judges one program: what the engine says beside what arrived.
func Compare(p *grammar.Program, res *requests.Result, outcomes []*Outcome) *Failure {
	for _, o := range outcomes {
		if o.Panic != "" || o.Hung {
			return &Failure{p, Harmed, "", o.Panic}
		}
	}
	if lit := stored(res); lit != "" {
		return &Failure{p, Stored, lit, "a value that the program only compares is called possible"}
	}
	for i, o := range outcomes {
		for _, s := range o.Sent {
			if f := compareSent(p, res, s); f != nil {
				f.Detail = fmt.Sprintf("input %v: %s", grammar.Inputs[i], f.Detail)
				return f
			}
		}
	}
	return nil
}

// fromEntry lists the requests as the entry makes them.
func fromEntry(p *grammar.Program, res *requests.Result) []*requests.Request {
	var out []*requests.Request
	for _, r := range res.Requests {
		if r.Sent && (r.Root.Name == grammar.Module+"/app."+p.Entry() || r.Root.Lit) {
			out = append(out, r)
		}
	}
	return out
}

func compareSent(p *grammar.Program, res *requests.Result, s *Sent) *Failure {
	mine := fromEntry(p, res)
	if len(mine) == 0 {
		return &Failure{p, Lost, "", s.Method + " " + s.url()}
	}
	if part, detail := covered(mine, s); part != "" {
		return &Failure{p, Wrong, part, detail}
	}
	// What a function of the stack makes on its own, whoever calls it.
	for _, frame := range s.Stack {
		name, _, _ := strings.Cut(frame, ":")
		if strings.ContainsAny(name, "[") {
			continue
		}
		name = grammar.Module + "/" + strings.NewReplacer("(*", "", ")", "").Replace(name)
		var its []*requests.Request
		for _, r := range res.Requests {
			if r.Sent && r.Root.Name == name {
				its = append(its, r)
			}
		}
		if len(its) == 0 {
			continue
		}
		if part, detail := covered(its, s); part != "" {
			return &Failure{p, Wrong, part, "as " + name + " makes it: " + detail}
		}
	}
	return nil
}

// covered reports the difference to the request that is nearest to what
// arrived; "" where one of them covers it.
func covered(rs []*requests.Request, s *Sent) (part, detail string) {
	best := -1
	for _, r := range rs {
		diffs := differences(r, s)
		if len(diffs) == 0 {
			return "", ""
		}
		if best < 0 || len(diffs) < best {
			best, part, detail = len(diffs), diffs[0][0], diffs[0][1]
		}
	}
	return part, detail
}

func (s *Sent) url() string {
	u := s.Scheme + "://" + s.Host + s.Path
	if s.Query != "" {
		u += "?" + s.Query
	}
	return u
}

// differences lists the parts of a request that what arrived does not agree with.
func differences(r *requests.Request, s *Sent) [][2]string {
	var out [][2]string
	add := func(part, format string, args ...any) {
		out = append(out, [2]string{part, fmt.Sprintf(format, args...)})
	}
	if known, all := r.Methods(); all && !slices.Contains(known, s.Method) {
		add("method", "%s was sent, possible are %v", s.Method, known)
	}
	if len(r.URLs) > 0 && !slices.ContainsFunc(r.URLs, func(u requests.URL) bool { return s.at(u) }) {
		add("url", "%s was sent, possible are %v", s.url(), texts(r.URLs))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Header)) {
		v, ok := r.Headers.Set[name]
		if !ok {
			if !r.Headers.Open {
				add("header "+name, "%q was sent, and none is possible", s.Header[name])
			}
			continue
		}
		for _, value := range s.Header[name] {
			if !r.Headers.Open && !slices.ContainsFunc(v.Texts(), func(t flow.Text) bool { return matches(t, value) }) {
				add("header "+name, "%q was sent, possible are %v", value, v.Texts())
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers.Set)) {
		if r.Headers.Certain(name) && len(s.Header[name]) == 0 {
			add("header "+name, "none was sent, and it is certain: %v", r.Headers.Set[name].Texts())
		}
	}
	if path, detail := bodyDiffers(r.Body, s.Body); detail != "" {
		add("body "+path, "%s", detail)
	}
	return out
}

func texts(us []requests.URL) []string {
	var out []string
	for _, u := range us {
		out = append(out, u.Text.String())
	}
	return out
}

// at reports whether what arrived went to the address. An element of a path that
// is not known is taken to be there: joining an empty one leaves out its slash.
func (s *Sent) at(u requests.URL) bool {
	if matches(u.Text, s.url()) {
		return true
	}
	path, err := url.PathUnescape(s.Path)
	return matches(u.Scheme, s.Scheme) && matches(u.Host, s.Host) &&
		(matches(u.Path, s.Path) || err == nil && matches(u.Path, path) || s.Path == "/" && matches(u.Path, "") || matches(u.Path, s.Path+"/")) && matches(u.Query, s.Query)
}

// matches reports whether a text, with anything for its holes, is s.
func matches(t flow.Text, s string) bool {
	parts := strings.Split(t.Pattern(), flow.HoleMark)
	if len(parts) == 1 {
		return parts[0] == s
	}
	rest, ok := strings.CutPrefix(s, parts[0])
	if !ok {
		return false
	}
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

// bodyDiffers says where a body that arrived differs from the one that is known.
func bodyDiffers(j *requests.JSON, body string) (path, detail string) {
	if j == nil {
		if body != "" {
			return "", fmt.Sprintf("%q was sent, and none is possible", body)
		}
		return "", ""
	}
	switch j.Kind {
	case requests.JSONUnknown:
		return "", ""
	case requests.JSONRaw:
		if j.Open || slices.ContainsFunc(j.Texts, func(t flow.Text) bool { return matches(t, body) }) {
			return "", ""
		}
		return "", fmt.Sprintf("%q was sent, possible are %v", body, j.Texts)
	}
	if body == "" && (j.Maybe || j.Open) {
		return "", ""
	}
	var v any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		if vs, err := url.ParseQuery(body); err == nil && j.Kind == requests.JSONObject {
			form := map[string]any{}
			for k, list := range vs {
				form[k] = list[0]
				if many := j.Keys[k]; many != nil && many.Kind == requests.JSONArray {
					var all []any
					for _, s := range list {
						all = append(all, s)
					}
					form[k] = all
				}
			}
			return jsonDiffers(j, form, "")
		}
		return "", fmt.Sprintf("%q was sent, which is no JSON", body)
	}
	return jsonDiffers(j, v, "")
}

func jsonDiffers(j *requests.JSON, v any, path string) (where, detail string) {
	no := func(format string, args ...any) (string, string) { return path, fmt.Sprintf(format, args...) }
	if j.Kind == requests.JSONUnknown || v == nil && (j.Maybe || j.Kinds&httpcalls.IsNull != 0 || j.Kind == requests.JSONOther) {
		return "", ""
	}
	if j.Kinds != 0 && j.Kinds&kindsOf(v) == 0 {
		return no("%v was sent, and no value of its kind is possible", v)
	}
	if j.Kind == requests.JSONRaw {
		return rawDiffers(j, v, path)
	}
	certain := ""
	for _, n := range j.Names {
		if !j.Keys[n].Maybe {
			certain = n
		}
	}
	// A value that may be of another kind is open, and has no certain keys.
	other := j.Open && certain == ""
	switch v := v.(type) {
	case map[string]any:
		if j.Kind != requests.JSONObject && !other {
			return no("an object was sent")
		}
		if j.Kind != requests.JSONObject {
			return "", ""
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			sub := j.Keys[k]
			if sub == nil {
				if !j.Open {
					return no("the key %q was sent, and is not possible", k)
				}
				continue
			}
			if w, d := jsonDiffers(sub, v[k], path+"."+k); d != "" {
				return w, d
			}
		}
		for _, k := range j.Names {
			if _, ok := v[k]; !ok && !j.Keys[k].Maybe {
				return no("the key %q was not sent, and is certain", k)
			}
		}
	case []any:
		if j.Kind != requests.JSONArray && !other {
			return no("an array was sent")
		}
		if j.Kind != requests.JSONArray || j.Open {
			return "", ""
		}
		if len(v) > len(j.Elems) {
			return no("%d elements were sent, possible are %d", len(v), len(j.Elems))
		}
		for i, e := range v {
			var d string
			for _, sub := range j.Elems {
				if where, d = jsonDiffers(sub, e, fmt.Sprintf("%s[%d]", path, i)); d == "" {
					break
				}
			}
			if d != "" {
				return where, d
			}
		}
	case string:
		if j.Kind == requests.JSONOther && j.Kinds&httpcalls.IsString != 0 {
			return "", "" // a number that is written as a string
		}
		if j.Kind != requests.JSONString && !other && j.Kind != requests.JSONOther {
			return no("the string %q was sent", v)
		}
		if j.Kind == requests.JSONString && !j.Open && !slices.ContainsFunc(j.Texts, func(t flow.Text) bool { return matches(t, v) }) {
			return no("%q was sent, possible are %v", v, j.Texts)
		}
		if j.Kind == requests.JSONOther && !j.Open {
			return no("the string %q was sent, and none is possible", v)
		}
	default:
		if j.Kind != requests.JSONOther && !j.Open {
			return no("%v was sent", v)
		}
	}
	return "", ""
}

// rawDiffers compares text that is part of a body as it is.
func rawDiffers(j *requests.JSON, v any, path string) (where, detail string) {
	for _, t := range j.Texts {
		lit, known := t.Const()
		var w any
		dec := json.NewDecoder(strings.NewReader(lit))
		dec.UseNumber()
		if !known || dec.Decode(&w) != nil || reflect.DeepEqual(v, w) {
			return "", ""
		}
	}
	if j.Open || v == nil && j.Maybe {
		return "", ""
	}
	return path, fmt.Sprintf("%v was sent, possible are %v", v, j.Texts)
}

// kindsOf is what a value is in JSON.
func kindsOf(v any) httpcalls.Kinds {
	switch v.(type) {
	case nil:
		return httpcalls.IsNull
	case bool:
		return httpcalls.IsBoolean
	case string:
		return httpcalls.IsString
	case []any:
		return httpcalls.IsArray
	case map[string]any:
		return httpcalls.IsObject
	}
	return httpcalls.IsNumber | httpcalls.IsInteger
}

var guard = regexp.MustCompile(`(^|[^a-z])` + grammar.Guard + `[0-9]`)

// stored finds a value that the program only compares among what is possible.
func stored(res *requests.Result) string {
	found := ""
	look := func(ts []flow.Text) {
		for _, t := range ts {
			if guard.MatchString(t.Pattern()) {
				found = t.String()
			}
		}
	}
	for _, r := range res.Requests {
		look(r.Method)
		for _, u := range r.URLs {
			look([]flow.Text{u.Text})
		}
		for _, n := range slices.Sorted(maps.Keys(r.Headers.Set)) {
			look(r.Headers.Set[n].Texts())
		}
		if r.Body != nil {
			r.Body.Walk(func(_ string, j *requests.JSON) { look(j.Texts) })
		}
	}
	return found
}
