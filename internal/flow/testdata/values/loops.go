package p

import (
	"iter"
	"maps"
	"slices"
)

func show(any)      {}
func input() string { return "" }
func cond() bool    { return input() == "" }

func caseGrowing() {
	s := "a"
	for cond() {
		s += "b"
	}
	show(s) // "a" | "ab" | "ab{?}"
	q := "/x"
	n := 0
	for _, k := range []string{"a", "b"} {
		if n == 0 {
			q += "?"
		} else {
			q += "&"
		}
		n++
		q += k
	}
	show(q) // "/x?a&b"
}

func caseRotating() {
	x, y, z, w := "x", "y", "z", "w"
	for cond() {
		x, y, z = y, z, w
	}
	show(x) // "w" | "x" | "y" | "z" | ?
}

func caseCounting() {
	s := ""
	for i := 0; i < 3; i++ {
		s += "x"
	}
	show(s) // "xxx"
	for i := range 2 {
		show(i) // 0 | 1
	}
	t := 0
	for i := 0; i < 100; i++ {
		t = i
	}
	show(t) // 0 | 1 | 2 | ?
}

func caseRange() {
	for i, s := range slices.Backward([]string{"a", "b"}) {
		show(s) // "a" | "b"
		show(i) // 0 | 1
	}
	h := ""
	for _, s := range slices.Backward([]string{"a", "b"}) {
		h += s
	}
	show(h) // "ba"
	for s := range slices.Values([]string{"a", "b"}) {
		show(s) // "a" | "b"
	}
	for k := range maps.Keys(map[string]string{"k": "v"}) {
		show(k) // "k"
	}
	for v := range maps.Values(map[string]string{"k": "v"}) {
		show(v) // "v"
	}
	for k, v := range maps.All(map[string]string{"k": "v"}) {
		show(k + v) // "kv"
	}
	for _, k := range slices.Sorted(maps.Keys(map[string]string{"k": "v"})) {
		show(k) // "k"
	}
	for _, c := range slices.Collect(slices.Values([]string{"z"})) {
		show(c) // "z"
	}
}

func numbers(yield func(string) bool) {
	if !yield("one") {
		return
	}
	yield("two")
}

func seq(list []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, s := range list {
			if !yield(i, s) {
				return
			}
		}
	}
}

func first(f iter.Seq[string]) string {
	for s := range f {
		return s
	}
	return "none"
}

func caseRangeOverFunc() {
	all := ""
	for s := range numbers {
		all += s
	}
	show(all) // "onetwo"
	for i, s := range seq([]string{"a"}) {
		show(i) // 0
		show(s) // "a"
	}
	show(first(numbers)) // "one"
}

type row struct{ method, path string }

var rows = []row{{"GET", "/a"}, {"POST", "/b"}}

func caseRows() {
	for _, r := range rows {
		show(r.method + r.path) // "GET/a" | "POST/b"
	}
	for i := range rows {
		show(rows[i].path) // "/a" | "/b"
	}
	m := map[string]row{"x": {"PUT", "/c"}, "y": {"PATCH", "/d"}}
	for _, r := range m {
		show(r.method + r.path) // "PATCH/d" | "PUT/c"
	}
	for _, r := range rows {
		r.path = "/changed"
	}
	show(rows[0].path) // "/a"
}

func caseMapOrder() {
	q := "?"
	for k, v := range map[string]string{"a": "1", "b": "2"} {
		q += k + v
	}
	show(q) // "?" | "?{?}"
}

func caseWhile() {
	r := "a"
	for r == "a" {
		r = "b"
	}
	show(r) // "b"
	for {
		if cond() {
			r = "c"
			break
		}
		r = "d"
	}
	show(r) // "c"
}

func caseContinue() {
	r := ""
	for _, s := range []string{"a", "b"} {
		if s == "a" {
			continue
		}
		r = s
	}
	show(r) // "b"
}

func caseCountingDown() {
	s := ""
	words := []string{"a", "b", "c"}
	for i := len(words) - 1; i >= 0; i-- {
		s += words[i]
	}
	show(s) // "cba"
	t := ""
	for i := 4; i > 0; i -= 2 {
		t += words[i-2]
	}
	show(t) // "ca"
}

func caseCountedByCondition() {
	words := []string{"a", "b", "c"}
	s := ""
	for len(words) > 0 {
		s += words[len(words)-1]
		words = words[:len(words)-1]
	}
	show(s) // "cba"
	turned := []string{"x", "y", "z"}
	for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
		turned[i], turned[j] = turned[j], turned[i]
	}
	show(turned[0] + turned[1] + turned[2]) // "zyx"
}
