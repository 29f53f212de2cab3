package main

import (
	"maps"
	"slices"
	"strings"
)

// A move is an operation that ended before the newest revision.
type move struct {
	last           int // the last revision that has it
	key, successor string
	how            string // same-name, near, template, none
}

// successors finds what took the place of each operation that ended.
func (s *stage) successors() []move {
	var out []move
	for _, k := range slices.Sorted(maps.Keys(s.table)) {
		end := 0
		for i := range s.revisions {
			if s.table[k][i] != nil {
				end = i
			}
		}
		if end == len(s.revisions)-1 {
			continue
		}
		out = append(out, s.successor(k, end))
	}
	return out
}

func (s *stage) successor(k string, end int) move {
	m := move{last: end, key: k, how: "none"}
	old := s.table[k][end].name
	method, path, _ := strings.Cut(k, " ")
	var next []string // operations of the revision after the end
	for _, q := range s.order {
		if f := s.table[q][end+1]; f != nil {
			next = append(next, q)
			if f.name == old {
				m.how, m.successor = "same-name", q
			}
		}
	}
	if free, ok := strings.CutSuffix(k, "{}"); ok && strings.HasSuffix(path, "/relationships/{}") &&
		slices.ContainsFunc(next, func(q string) bool { return strings.HasPrefix(q, free) }) {
		m.how, m.successor = "template", free+"*"
		return m
	}
	if m.how != "none" {
		return m
	}
	type candidate struct {
		words, length int
		key           string
	}
	var best *candidate
	for _, q := range next {
		if s.table[q][end] != nil || !strings.HasPrefix(q, method+" ") || strings.Count(q, "{}") != strings.Count(k, "{}") {
			continue
		}
		c := candidate{differentWords(q, k), abs(len(q) - len(k)), q}
		if best == nil || c.words < best.words || c.words == best.words &&
			(c.length < best.length || c.length == best.length && c.key < best.key) {
			best = &c
		}
	}
	if best != nil && best.words <= 2 {
		m.how, m.successor = "near", best.key
	}
	return m
}

// differentWords counts the words of two paths that only one of them has,
// plurals aside.
func differentWords(a, b string) int {
	x, y := pathWords(a), pathWords(b)
	n := 0
	for w := range x {
		if !y[w] {
			n++
		}
	}
	for w := range y {
		if !x[w] {
			n++
		}
	}
	return n
}

func pathWords(k string) map[string]bool {
	out := map[string]bool{}
	_, path, _ := strings.Cut(k, " ")
	for w := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '-' }) {
		if w != "{}" {
			out[strings.TrimRight(w, "s")] = true
		}
	}
	return out
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
