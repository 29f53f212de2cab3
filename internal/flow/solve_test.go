package flow

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A function is recalled only while what it read is as it was.
func TestRecall(t *testing.T) {
	f := &ir.Func{Name: "m.f"}
	text := func(s string) *Stored { return &Stored{Trees: []Tree{{Kind: TextK, Text: Text{{Lit: s}}}}} }
	for _, c := range []struct {
		name   string
		reads  string
		before map[string]*Stored
		after  map[string]*Stored
		want   bool
	}{
		{"the same", "m.T.a", map[string]*Stored{"m.T.a": text("x")}, map[string]*Stored{"m.T.a": text("x")}, true},
		{"what it does not read", "m.T.a", map[string]*Stored{"m.T.b": text("x")}, map[string]*Stored{"m.T.b": text("y")}, true},
		{"another value", "m.T.a", map[string]*Stored{"m.T.a": text("x")}, map[string]*Stored{"m.T.a": text("y")}, false},
		{"something new", "m.T.a", nil, map[string]*Stored{"m.T.a": text("x")}, false},
		{"nothing any more", "m.T.a", map[string]*Stored{"m.T.a": text("x")}, nil, false},
		{"which names there are", anything, nil, nil, false},
	} {
		it := &Interp{Given: c.before, Stores: map[string]*Stored{}, lessons: map[*ir.Func]*lesson{}}
		it.Lesson(f, func() {
			it.given(c.reads)
			it.Stores["m.T.c"] = text("stored")
		})
		if s := it.Stores["m.T.c"]; s == nil || len(s.Trees) != 1 {
			t.Errorf("%s: what was stored is lost", c.name)
		}
		it.Given, it.Stores = c.after, map[string]*Stored{}
		if got := it.Recall(f); got != c.want {
			t.Errorf("%s: recalled %v", c.name, got)
		}
		if s := it.Stores["m.T.c"]; c.want && (s == nil || len(s.Trees) != 1) {
			t.Errorf("%s: what was stored is not stored again", c.name)
		}
	}
}
