package stdlib

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// maxSplit bounds how many parts a text is cut into.
const maxSplit = 100

// only returns the one text that a value is, where nothing of it is a hole.
// Parts of it are cut out with Slice, so that they keep their places.
func only(v flow.Value) (flow.Text, string, bool) {
	if s, ok := v.Const(); ok {
		return v[0].Text, s, true
	}
	return nil, "", false
}

func textOf(t flow.Text) flow.Value {
	if len(t) == 0 {
		return flow.TextValue("")
	}
	return flow.TextsValue([]flow.Text{t})
}

// addSplits knows functions that cut texts into parts.
func addSplits(m map[string]flow.Intrinsic) {
	split := func(c *flow.Call) ([]flow.Value, bool) {
		t, s, ok := only(c.Arg(0))
		sep, known := c.Arg(1).Const()
		if !ok || !known || sep == "" {
			return nil, false
		}
		limit := int64(-1)
		if len(c.Args) > 2 {
			if limit, known = Number(c.Arg(2)); !known || limit == 0 {
				return nil, false
			}
		}
		var vs []flow.Value
		from := 0
		for limit < 0 || int64(len(vs)) < limit-1 {
			i := strings.Index(s[from:], sep)
			if i < 0 {
				break
			}
			vs = append(vs, textOf(t.Slice(from, from+i)))
			from += i + len(sep)
			if len(vs) > maxSplit {
				return nil, false
			}
		}
		vs = append(vs, textOf(t.Slice(from, len(s))))
		return []flow.Value{newList(c, "[]string", vs)}, true
	}
	m["strings.Split"], m["strings.SplitN"] = split, split
	m["strings.Fields"] = func(c *flow.Call) ([]flow.Value, bool) {
		t, s, ok := only(c.Arg(0))
		if !ok {
			return nil, false
		}
		var vs []flow.Value
		at := 0
		for _, f := range strings.Fields(s) {
			i := at + strings.Index(s[at:], f)
			at = i + len(f)
			if vs = append(vs, textOf(t.Slice(i, at))); len(vs) > maxSplit {
				return nil, false
			}
		}
		return []flow.Value{newList(c, "[]string", vs)}, true
	}
	// cut makes an intrinsic from a function that says where the parts start and
	// end, and whether what it looks for is there.
	cut := func(f func(s, sep string) (at [][2]int, found bool)) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			t, s, ok := only(c.Arg(0))
			sep, known := c.Arg(1).Const()
			if !ok || !known {
				return nil, false
			}
			at, found := f(s, sep)
			var out []flow.Value
			for _, p := range at {
				out = append(out, textOf(t.Slice(p[0], p[1])))
			}
			return append(out, flow.BoolValue(found)), true
		}
	}
	m["strings.Cut"] = cut(func(s, sep string) ([][2]int, bool) {
		i := strings.Index(s, sep)
		if i < 0 {
			return [][2]int{{0, len(s)}, {0, 0}}, false
		}
		return [][2]int{{0, i}, {i + len(sep), len(s)}}, true
	})
	m["strings.CutPrefix"] = cut(func(s, sep string) ([][2]int, bool) {
		if strings.HasPrefix(s, sep) {
			return [][2]int{{len(sep), len(s)}}, true
		}
		return [][2]int{{0, len(s)}}, false
	})
	m["strings.CutSuffix"] = cut(func(s, sep string) ([][2]int, bool) {
		if strings.HasSuffix(s, sep) {
			return [][2]int{{0, len(s) - len(sep)}}, true
		}
		return [][2]int{{0, len(s)}}, false
	})
}
