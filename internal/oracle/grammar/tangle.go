package grammar

import (
	"fmt"
	"strconv"
	"strings"
)

// A tangle is control flow at random over a few variables that all of it reads
// and writes: what no list of constructs foresees.
type tangle struct {
	w      *writer
	vars   []string // strings
	ints   []string
	places []string // elements and fields that can be assigned to
	depth  int
	loops  []string // labels of the loops around, "" for those without
	lit    int      // function literals around
}

// tangle puts a tangle at the end of the body, which makes one value.
func (b *body) tangle() {
	w := b.w
	x, y, z, k := w.fresh("x"), w.fresh("x"), w.fresh("x"), w.fresh("k")
	a, m, t, p := w.fresh("a"), w.fresh("m"), w.fresh("t"), w.fresh("p")
	in, in2 := b.value(false), b.value(false)
	b.add(fmt.Sprintf("%s, %s, %s, %s := %s, %s, %q, n", x, y, z, k, in.name, in2.name, w.fresh(Live)))
	b.add(fmt.Sprintf("%s := []string{%s, %q}\n%s := map[string]string{\"a\": %s}\n%s := struct{ A, B string }{%s, %q}\n%s := &%s", a, x, w.fresh(Live), m, y, t, x, w.fresh(Live), p, y))
	g := &tangle{w: w, vars: []string{x, y, z}, ints: []string{k}, places: []string{a + "[0]", a + "[1]", m + `["a"]`, m + `["b"]`, t + ".A", t + ".B", "*" + p}}
	w.used = append(w.used, "tangle")
	b.add(g.block(2 + w.rnd.n(3)))
	out := w.fresh("x")
	b.add(out + " := " + g.text())
	b.add(fmt.Sprintf("_, _, _, _, _, _, _, _ = %s, %s, %s, %s, %s, %s, %s, %s", x, y, z, k, a, m, t, p))
	b.values = append(b.values, value{out, in.text || in2.text})
}

func (g *tangle) block(n int) string {
	g.depth++
	defer func() { g.depth-- }()
	var out []string
	for range n {
		out = append(out, g.stmt())
	}
	return strings.Join(out, "\n")
}

func (g *tangle) text() string {
	switch r := g.w.rnd; r.n(8) {
	case 0, 1:
		return strconv.Quote(g.w.fresh(Live))
	case 2:
		return strings.Replace(pick(r, g.places), "*", "*", 1)
	case 3:
		return "strconv.Itoa(" + pick(r, g.ints) + ")"
	default:
		return pick(r, g.vars)
	}
}

func (g *tangle) cond() string {
	r := g.w.rnd
	switch r.n(6) {
	case 0:
		return pick(r, g.ints) + pick(r, []string{" > ", " == ", " <= "}) + strconv.Itoa(r.n(3))
	case 1:
		return pick(r, g.vars) + " == " + pick(r, g.vars)
	case 2:
		return pick(r, g.vars) + ` != ` + strconv.Quote(g.w.fresh(Guard))
	default:
		return pick(r, conditions)
	}
}

func (g *tangle) assign() string {
	r := g.w.rnd
	switch r.n(6) {
	case 0:
		return pick(r, g.places) + " = " + g.text()
	case 1:
		return pick(r, g.ints) + pick(r, []string{"++", "--", " += 2", " *= 2"})
	case 2:
		return pick(r, g.vars) + " += " + strconv.Quote(g.w.fresh("w"))
	case 3:
		a, b := pick(r, g.vars), pick(r, g.places)
		return a + ", " + b + " = " + b + ", " + a
	default:
		return pick(r, g.vars) + " = " + g.text()
	}
}

func (g *tangle) stmt() string {
	r := g.w.rnd
	if g.depth > 3 {
		return g.assign()
	}
	switch r.n(13) {
	case 0:
		return "if " + g.cond() + " {\n" + g.block(1+r.n(2)) + "\n} else {\n" + g.block(1) + "\n}"
	case 1:
		return "if " + g.cond() + " {\n" + g.block(1+r.n(2)) + "\n}"
	case 2:
		s := "switch n {\ncase 0:\n" + g.block(1)
		if r.in(2) {
			s += "\nfallthrough"
		}
		return s + "\ncase 1, 2:\n" + g.block(1) + "\ndefault:\n" + g.block(1) + "\n}"
	case 3:
		return "switch {\ncase " + g.cond() + ":\n" + g.block(1) + "\ncase " + g.cond() + ":\n" + g.block(1) + "\n}"
	case 4, 5:
		return g.loop()
	case 6:
		if len(g.loops) > 0 {
			return "if " + g.cond() + " {\n" + g.leave() + "\n}"
		}
	case 7:
		g.lit++
		loops := g.loops
		g.loops = nil
		s := "func() {\n" + g.block(1+r.n(2)) + "\n}()"
		g.loops = loops
		g.lit--
		return pick(r, []string{"", "", "defer "}) + s
	case 8:
		f := g.w.fresh("f")
		loops := g.loops
		g.loops = nil
		s := f + " := func(v string) string {\n" + g.block(1) + "\nreturn v + " + g.text() + "\n}\n" + pick(r, g.vars) + " = " + f + "(" + g.text() + ")"
		g.loops = loops
		return s
	case 9:
		if l := g.w.fresh("L"); g.depth == 1 {
			return "if " + g.cond() + " {\ngoto " + l + "\n}\n" + g.assign() + "\n" + l + ":\n" + g.assign()
		}
	case 10:
		q := g.w.fresh("q")
		return "{\n" + q + " := &" + pick(r, g.vars) + "\n*" + q + " = " + g.text() + "\n}"
	}
	return g.assign()
}

func (g *tangle) loop() string {
	r := g.w.rnd
	var label, head string
	if r.in(3) {
		label = g.w.fresh("L")
	}
	v := g.w.fresh("i")
	switch r.n(4) {
	case 0:
		head = fmt.Sprintf("for %s := 0; %s < %d; %s++ {", v, v, 1+r.n(3), v)
	case 1:
		head = fmt.Sprintf("for %s := 0; %s < n; %s++ {", v, v, v)
	case 2:
		head = fmt.Sprintf("for %s, e%s := range []string{%s, %s} {\n_ = %s\n%s = e%s", v, v, g.text(), g.text(), v, pick(r, g.vars), v)
	default:
		head = fmt.Sprintf("for %s := range map[string]string{\"a\": %s} {\n_ = %s", v, g.text(), v)
	}
	g.loops = append(g.loops, label)
	s := head + "\n" + g.block(1+r.n(3)) + "\n"
	g.loops = g.loops[:len(g.loops)-1]
	if label != "" {
		return label + ":\n" + s + "if " + g.cond() + " {\n" + pick(r, []string{"break ", "continue "}) + label + "\n}\n}"
	}
	return s + "}"
}

func (g *tangle) leave() string {
	how := pick(g.w.rnd, []string{"break", "continue"})
	if l := g.loops[g.w.rnd.n(len(g.loops))]; l != "" {
		how += " " + l
	}
	return how
}
