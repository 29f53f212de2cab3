package contract

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// The matrix: operation x revision x mutation of a right body. What is expected
// comes from the text of the tables, read here by code of its own.

// A raw table: the lines of the files.
type raw struct {
	revs   []string
	shapes []string
	enums  []string
	ops    map[string][]string // key -> cells
	keys   []string
}

var placeholders = regexp.MustCompile(`\{[^}]*\}`)

func readRaw(t testing.TB) *raw {
	t.Helper()
	file := func(name string) []string {
		b, err := os.ReadFile(filepath.Join("..", "klaviyo", "schema", "data", "stable", name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	}
	r := &raw{shapes: file("shapes.txt"), enums: file("enums.txt"), ops: map[string][]string{}}
	for _, l := range file("revisions.tsv") {
		r.revs = append(r.revs, strings.Split(l, "\t")[1])
	}
	for _, l := range file("ops.tsv")[1:] {
		c := strings.Split(l, "\t")
		k := c[0] + " " + placeholders.ReplaceAllString(c[1], "{}")
		r.ops[k] = c
		r.keys = append(r.keys, k)
	}
	return r
}

// body returns the shape of a body, -1 for none.
func (r *raw) body(key string, rev int) int {
	v := ""
	for h := range strings.SplitSeq(r.ops[key][4], " ") {
		at, val, _ := strings.Cut(h, "@")
		n, _ := strconv.Atoi(at)
		if n > rev {
			break
		}
		v = val
	}
	n, err := strconv.Atoi(strings.TrimLeft(v, "j?"))
	if err != nil {
		return -1
	}
	return n
}

// sample writes a right value of a shape: every member of every object, the
// first arm of every union.
func (r *raw) sample(shape int, depth int) any {
	l := r.shapes[shape]
	switch l[0] {
	case '{':
		out := map[string]any{}
		for _, f := range strings.Fields(l[1:]) {
			i := strings.LastIndexByte(f, ':')
			n, _ := strconv.Atoi(f[i+1:])
			if v := r.sample(n, depth+1); v != nil {
				out[strings.TrimRight(f[:i], "!?<>")] = v
			}
		}
		return out
	case '[':
		n, _ := strconv.Atoi(strings.Fields(l)[1])
		if v := r.sample(n, depth+1); v != nil {
			return []any{v}
		}
		return []any{}
	case '|':
		n, _ := strconv.Atoi(strings.Fields(l)[1])
		return r.sample(n, depth)
	case 'o':
		return map[string]any{"anything": "at all"}
	case '^':
		return nil
	case 'z':
		return nil
	}
	if i := strings.Index(l, "#"); i >= 0 {
		n, _ := strconv.Atoi(strings.Fields(l[i+1:])[0])
		v := strings.Split(r.enums[n], "\t")[0]
		if l[0] == 's' {
			return v
		}
	}
	switch l[0] {
	case 'i':
		return 7
	case 'n':
		return 1.5
	case 'b':
		return true
	}
	switch {
	case strings.HasPrefix(l, "s:date-time"):
		return "2026-01-02T03:04:05Z"
	case strings.HasPrefix(l, "s:date"):
		return "2026-01-02"
	}
	return "text"
}

// requiredPaths are the paths that a revision requires, with no union on the
// way.
func (r *raw) requiredPaths(shape int, path string, into map[string]bool) {
	l := r.shapes[shape]
	switch l[0] {
	case '{':
		for _, f := range strings.Fields(l[1:]) {
			i := strings.LastIndexByte(f, ':')
			n, _ := strconv.Atoi(f[i+1:])
			name := strings.TrimRight(f[:i], "!?<>")
			p := name
			if path != "" {
				p = path + "." + name
			}
			if flags := f[len(name):i]; strings.Contains(flags, "!") && !strings.Contains(flags, "<") {
				into[p] = true
			}
			r.requiredPaths(n, p, into)
		}
	case '[':
		n, _ := strconv.Atoi(strings.Fields(l)[1])
		r.requiredPaths(n, path+"[]", into)
	}
}

// always are the paths that every revision of an operation requires.
func (r *raw) always(key string) map[string]bool {
	var out map[string]bool
	for rev := range r.revs {
		s := r.body(key, rev)
		if s < 0 {
			continue
		}
		these := map[string]bool{}
		r.requiredPaths(s, "", these)
		if out == nil {
			out = these
			continue
		}
		for p := range out {
			if !these[p] {
				delete(out, p)
			}
		}
	}
	return out
}

// tree turns JSON into a value whose places are the paths.
func tree(v any, at string) *Value {
	out := &Value{At: at}
	switch v := v.(type) {
	case map[string]any:
		out.Kinds = IsObject
		for name, x := range v {
			out.Members = append(out.Members, Member{Name: name, Value: tree(x, join(at, name)), At: join(at, name)})
		}
		slices.SortFunc(out.Members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	case []any:
		out.Kinds, out.Len = IsArray, len(v)
		for _, x := range v {
			out.Elems = append(out.Elems, tree(x, at+"[]"))
		}
	case string:
		out.Kinds, out.Texts = IsString, []string{v}
	case int:
		out.Kinds, out.Texts = IsInteger, []string{strconv.Itoa(v)}
	case float64:
		out.Kinds, out.Texts = IsNumber, []string{fmt.Sprint(v)}
		if v == float64(int(v)) {
			out.Kinds = IsInteger
		}
	case bool:
		out.Kinds = IsBoolean
	case nil:
		out.Kinds = IsNull
	}
	return out
}

func target(t testing.TB, key string, revs ...string) Target {
	t.Helper()
	method, path, _ := strings.Cut(key, " ")
	x := Target{Op: schema.Stable().Operation(method, path)}
	if x.Op == nil {
		t.Fatalf("no operation %q", key)
	}
	for _, r := range revs {
		i, ok := schema.Stable().Index(r)
		if !ok {
			t.Fatalf("no revision %q", r)
		}
		x.At = append(x.At, i)
	}
	return x
}

// codes lists faults as "code path", strict ones with a question mark.
func codes(faults []Fault) []string {
	var out []string
	for _, f := range faults {
		s := f.Code + " " + f.Path
		if f.Strict {
			s += "?"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// objects visits every object of a JSON value with its path; arms tells whether
// a union or free object lies on the way.
func objects(v any, path string, f func(path string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(path, v)
		for name, x := range v {
			objects(x, join(path, name), f)
		}
	case []any:
		for _, x := range v {
			objects(x, path+"[]", f)
		}
	}
}

func clone(t testing.TB, v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// find returns the object at a path.
func find(v any, path string) map[string]any {
	var out map[string]any
	objects(v, "", func(p string, o map[string]any) {
		if p == path && out == nil {
			out = o
		}
	})
	return out
}

// closedPaths are the objects whose members are all described and that no union
// leads to.
func (r *raw) closedPaths(shape int, path string, into map[string][]string) {
	l := r.shapes[shape]
	switch l[0] {
	case '{':
		into[path] = nil
		for _, f := range strings.Fields(l[1:]) {
			i := strings.LastIndexByte(f, ':')
			n, _ := strconv.Atoi(f[i+1:])
			name := strings.TrimRight(f[:i], "!?<>")
			into[path] = append(into[path], name)
			r.closedPaths(n, join(path, name), into)
		}
	case '[':
		n, _ := strconv.Atoi(strings.Fields(l)[1])
		r.closedPaths(n, path+"[]", into)
	}
}

func TestMatrix(t *testing.T) {
	r := readRaw(t)
	bodies, mutations := 0, 0
	for _, rev := range []string{"2025-01-15", "2026-07-15"} {
		at := slices.Index(r.revs, rev)
		for _, key := range r.keys {
			shape := r.body(key, at)
			if shape < 0 || len(r.shapes) <= shape {
				continue
			}
			right := r.sample(shape, 0)
			x := target(t, key, rev)
			if b, ok := x.Op.Body(at); !ok || b.Multipart {
				continue
			}
			bodies++
			if got := x.Payload(tree(right, "")); len(got) > 0 {
				t.Errorf("%s %s: a right body: %s", rev, key, got[0].Message)
				continue
			}
			closed := map[string][]string{}
			r.closedPaths(shape, "", closed)
			always := r.always(key)
			required := map[string]bool{}
			r.requiredPaths(shape, "", required)
			check := func(what string, body any, want ...string) {
				mutations++
				slices.Sort(want)
				if got := codes(x.Payload(tree(body, ""))); !slices.Equal(got, want) {
					t.Errorf("%s %s: %s: %q, want %q", rev, key, what, got, want)
				}
			}
			for path, names := range closed {
				if find(right, path) == nil {
					continue
				}
				if path != "" {
					b := clone(t, right)
					find(b, path)["qqqqqq"] = "x"
					check("a new member in "+path, b, "unknown "+join(path, "qqqqqq"))
				}
				for _, name := range names {
					p := join(path, name)
					if _, ok := find(right, path)[name]; !ok {
						continue
					}
					b := clone(t, right)
					delete(find(b, path), name)
					switch {
					case p == "data":
						check("without data", b, "envelope ")
					case !required[p], strings.HasSuffix(p, "profile.data.attributes"):
						check("without "+p, b)
					case always[p] || seen(key, p, rev):
						check("without "+p, b, "missing "+p)
					default:
						check("without "+p, b, "missing "+p+"?")
					}
					// Another kind: what no shape of the tables accepts.
					switch v := find(right, path)[name].(type) {
					case string:
						b = clone(t, right)
						find(b, path)[name] = map[string]any{"an": "object"}
						if kindOf(r, closed, shape, p) == "s" {
							check("an object for "+p, b, "kind "+p)
						}
					case map[string]any:
						if _, object := closed[p]; object {
							b = clone(t, right)
							find(b, path)[name] = []any{clone(t, v)}
							check("an array for "+p, b, "kind "+p)
						}
					case []any:
						b = clone(t, right)
						find(b, path)[name] = "text"
						if kindOf(r, closed, shape, p) == "[" {
							check("a string for "+p, b, "kind "+p)
						}
					}
				}
			}
		}
	}
	t.Logf("%d right bodies, %d mutations", bodies, mutations)
	if bodies < 150 || mutations < 2500 {
		t.Errorf("only %d bodies and %d mutations", bodies, mutations)
	}
}

func seen(key, path, rev string) bool {
	switch {
	case strings.Contains(key, "profile-subscription-bulk-") && path == "data.attributes.profiles.data[].attributes.subscriptions":
		return rev >= "2025-01-15"
	case strings.Contains(key, "profile-suppression-bulk-") && path == "data.attributes.profiles.data[].attributes.email":
		return rev >= "2024-05-15"
	}
	return false
}

// kindOf returns the letter of the shape at a path, "" behind a union.
func kindOf(r *raw, _ map[string][]string, shape int, path string) string {
	for step := range strings.SplitSeq(path, ".") {
		name := strings.TrimRight(step, "[]")
		found := false
		for _, f := range strings.Fields(r.shapes[shape][1:]) {
			i := strings.LastIndexByte(f, ':')
			if i > 0 && strings.TrimRight(f[:i], "!?<>") == name {
				shape, _ = strconv.Atoi(f[i+1:])
				found = true
			}
		}
		if !found {
			return ""
		}
		for range strings.Count(step, "[]") {
			if r.shapes[shape][0] != '[' {
				return ""
			}
			shape, _ = strconv.Atoi(strings.Fields(r.shapes[shape])[1])
		}
	}
	return r.shapes[shape][:1]
}
