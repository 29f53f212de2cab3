package schema

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every row of both tables is read, each shape from each operation.
func TestEveryRow(t *testing.T) {
	for _, tt := range []struct {
		table                  *Table
		revisions, ops, newest int
	}{{Stable(), 21, 374, 345}, {Beta(), 7, 213, 148}} {
		revs := tt.table.Revisions()
		if len(revs) < tt.revisions || len(tt.table.Operations()) < tt.ops {
			t.Errorf("%d revisions, %d operations", len(revs), len(tt.table.Operations()))
		}
		for i, r := range revs {
			n := 0
			for _, o := range tt.table.Operations() {
				if !o.In(i) {
					continue
				}
				n++
				if b, ok := o.Body(i); ok {
					b.Names()
				}
				for _, r := range o.Replies(i) {
					if r.Content {
						r.Node.Names()
					}
				}
				for _, p := range o.Params(i) {
					p.Values()
				}
				o.FilterFields(i)
			}
			if n != r.Operations {
				t.Errorf("%s: %d operations, the table counts %d", r.Name, n, r.Operations)
			}
		}
		for _, m := range tt.table.Moves() {
			method, path, _ := strings.Cut(m.Operation, " ")
			if tt.table.Operation(method, path) == nil {
				t.Errorf("%v", m)
			}
		}
	}
}

// What is embedded is the text that stands beside it.
func TestPacked(t *testing.T) {
	for stage, table := range map[string]*Table{"stable": stable, "beta": beta} {
		for _, name := range FileNames() {
			want, err := os.ReadFile(filepath.Join("data", stage, name))
			if err != nil {
				t.Fatal(err)
			}
			if got := table.text(name); got != string(want) {
				t.Errorf("packed/%s/%s.gz is not data/%s/%s: run go run ./internal/klaviyo/gen", stage, name, stage, name)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	at := func(rev string) int { i, _ := Stable().Index(rev); return i }
	o := Stable().Operation("POST", "/api/profiles/")
	if o == nil || o.ID(at("2026-07-15")) != "create_profile" {
		t.Fatal(o)
	}
	b, ok := o.Body(at("2026-07-15"))
	if !ok || b.Multipart || b.Optional {
		t.Fatal(b)
	}
	data, _ := b.Member("data")
	if !data.Required {
		t.Error("data is required")
	}
	typ, _ := data.Node.Member("type")
	if c, ok := typ.Node.Const(); !ok || c != "profile" {
		t.Errorf("type is %q", c)
	}
	names := b.Names()
	for path, want := range map[string]bool{
		"data.attributes.first_name": true, "data.attributes.anonymous_id": false, "data.attributes.location.zip": true, "data.attributes.properties": true,
	} {
		if got := names[path] != nil; got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	lists := Stable().Operation("GET", "/api/lists")
	if _, ok := lists.Param(at("2024-10-15"), "page[size]"); ok {
		t.Error("lists took no page[size] before 2026-04-15")
	}
	p, ok := lists.Param(at("2026-07-15"), "page[size]")
	if n, _ := p.Node.Scalar().MaxInt(); !ok || n != 10 {
		t.Errorf("page[size] of lists: %v %d", ok, n)
	}
	f, ok := Stable().Operation("GET", "/api/profiles").FilterField(at("2026-07-15"), "email")
	if _, any := f.Operator("any"); !ok || !any {
		t.Errorf("%+v", f)
	}
	if c := Stable().Operation("POST", "/api/profile-subscription-bulk-create-jobs"); c.Limit(at("2026-07-15"), "items") != "1000" {
		t.Errorf("limit %q", c.Limit(at("2026-07-15"), "items"))
	}
}

// A form step refers to the step outwards of it: any depth is found.
func TestLoop(t *testing.T) {
	for _, o := range Stable().Operations() {
		for i := range Stable().Revisions() {
			b, ok := o.Body(i)
			if !ok {
				continue
			}
			deepest(t, b.Node, 0)
		}
	}
}

func deepest(t *testing.T, n Node, depth int) {
	if depth > 12 {
		return
	}
	for _, s := range n.Shapes() {
		if s.Kind() == up {
			t.Fatal("a reference was left")
		}
		if e, ok := s.Elem(); ok {
			deepest(t, e, depth+1)
		}
		k := 0
		for m := range s.Members() {
			if k++; k > 2 && depth > 4 {
				break
			}
			deepest(t, m.Node, depth+1)
		}
	}
}

func TestWent(t *testing.T) {
	for _, tt := range []struct{ method, path, from, to, name, want string }{
		{"POST", "/api/campaigns", "2024-07-15", "2024-10-15", "data.attributes.tracking_options.is_add_utm", "data.attributes.tracking_options.add_tracking_params"},
		{"POST", "/api/campaigns", "2024-10-15", "2025-01-15", "data.attributes.campaign-messages.data[].attributes.channel", "data.attributes.campaign-messages.data[].attributes.definition.channel"},
		{"POST", "/api/campaigns", "2024-10-15", "2025-01-15", "data.attributes.send_strategy.options_static", "data.attributes.send_strategy.options"},
		{"POST", "/api/events", "2023-06-15", "2023-07-15", "data.attributes.metric.name", "data.attributes.metric.data.attributes.name"},
		{"POST", "/api/profile-subscription-bulk-create-jobs", "2023-07-15", "2023-09-15", "data.attributes.list_id", "data.relationships.list.data.id"},
		{"POST", "/api/profiles", "2025-07-15", "2026-07-15", "data.attributes.colour", ""},
	} {
		o := Stable().Operation(tt.method, tt.path)
		from, _ := Stable().Index(tt.from)
		to, _ := Stable().Index(tt.to)
		a, _ := o.Body(from)
		b, _ := o.Body(to)
		if got := Went(tt.name, a.Names(), b.Names()); got != tt.want {
			t.Errorf("%s: went to %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNear(t *testing.T) {
	names := []string{"first_name", "last_name", "email", "phone_number", "audiences", "title"}
	for name, want := range map[string]string{
		"first_nme": "first_name", "firstName": "first_name", "First_Name": "first_name", "audience": "audiences",
		"e-mail": "email", "frist_name": "first_name", "colour": "", "tile": "title", "id": "",
	} {
		if got := Near(name, names); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if Near("lists", []string{"list", "listx"}) != "list" {
		t.Error("the plural comes before the letter")
	}
}

// The sums of schema-changes: what changes between all neighbours.
func TestChanges(t *testing.T) {
	var ops, gone, bodyAdded, bodyRemoved, required, paramsRemoved int
	st := Stable()
	for i := 1; i <= st.Newest(); i++ {
		for _, o := range st.Operations() {
			c := o.Changes(i-1, i)
			switch {
			case c.New:
				ops++
			case c.Gone:
				gone++
			}
			bodyAdded += len(c.Body.Added)
			bodyRemoved += len(c.Body.Removed)
			required += len(c.Body.NewlyRequired)
			paramsRemoved += len(c.Query.Removed)
		}
	}
	got := []int{ops, gone, bodyAdded, bodyRemoved, required, paramsRemoved}
	if want := []int{265, 29, 386, 90, 66, 7}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v: facts as of 2026-11-28", got, want)
	}
}

func BenchmarkFirstQuestion(b *testing.B) {
	for b.Loop() {
		t := newTable(embedded("stable"))
		o := t.Operation("POST", "/api/events")
		body, _ := o.Body(t.Newest())
		d, _ := body.Member("data")
		d.Node.Member("attributes")
	}
}

func BenchmarkMember(b *testing.B) {
	o := Stable().Operation("POST", "/api/events")
	for b.Loop() {
		body, _ := o.Body(20)
		n := body.Node
		for _, name := range []string{"data", "attributes", "profile", "data", "attributes", "location", "zip"} {
			m, ok := n.Member(name)
			if !ok {
				b.Fatal(name)
			}
			n = m.Node
		}
	}
}

// The cost of the first question: what stays in memory.
func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	tab := newTable(embedded("stable"))
	body, _ := tab.Operation("POST", "/api/events").Body(tab.Newest())
	body.Member("data")
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("first question: %v, %d KB kept", took, kept/1024)
	if kept > 2<<20 {
		t.Errorf("%d bytes kept, more than 2 MB", kept)
	}
	runtime.KeepAlive(tab)
}
