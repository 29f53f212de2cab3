package grammar

import (
	"slices"
	"strconv"
	"strings"
)

// A value is a string variable in scope.
type value struct {
	name string
	text bool // it may hold spaces and quotes, and fits into a body only
}

// A body is the list of statements of an entry.
type body struct {
	w      *writer
	stmts  []string
	values []value
}

func (b *body) add(stmts string) { b.stmts = append(b.stmts, stmts) }

// text returns the statements, with a use of every value: the compiler refuses
// variables without.
func (b *body) text() string {
	src := strings.Join(b.stmts, "\n")
	for _, v := range b.values {
		src += "\n_ = " + v.name
	}
	return src
}

// start makes a first value in one of a few ways.
func (b *body) start(way int) value {
	w := b.w
	v := value{name: w.fresh("x")}
	lit := strconv.Quote(w.fresh(Live))
	switch way {
	case 0:
		b.add(v.name + " := " + lit)
	case 1:
		b.add("const " + v.name + " = " + lit)
		y := w.fresh("x")
		b.add(y + " := " + v.name)
		v.name = y
	case 2:
		g := w.fresh("given") + "_" + w.id
		w.app = append(w.app, "var "+g+" = "+lit)
		b.add(v.name + " := " + g)
	case 3:
		b.add(v.name + " := " + lit + "\nif flag {\n" + v.name + " = " + strconv.Quote(w.fresh(Live)) + "\n}")
	default:
		b.add(v.name + " := \"u\" + s")
	}
	b.values = append(b.values, v)
	return v
}

// apply puts a construct, with so many contexts around it, at the end.
func (b *body) apply(c *Construct, in, in2 value, contexts int) value {
	stmts, out := b.w.around(c, false, map[string]string{"in": in.name, "in2": in2.name}, contexts)
	b.add(stmts)
	v := value{out, in.text || in2.text || c.marked("text")}
	b.values = append(b.values, v)
	return v
}

// around writes a construct inside so many contexts.
func (w *writer) around(c *Construct, inLib bool, texts map[string]string, contexts int) (stmts, out string) {
	if contexts == 0 {
		return w.expand(c, site{inLib: inLib, texts: texts})
	}
	ctx := w.choose("contexts")
	return w.expand(ctx, site{inLib: inLib, texts: texts, inner: func(inLib bool) (string, string) {
		return w.around(c, inLib, map[string]string{"in": "v", "in2": "v"}, contexts-1)
	}})
}

// choose draws a construct of a part, or of all that turn values into others.
func (w *writer) choose(part string) *Construct {
	var of []*Construct
	for _, c := range all {
		if (c.File == part || part == "values" && slices.Contains(values, c.File)) && !c.newer(w.version) {
			of = append(of, c)
		}
	}
	return pick(w.rnd, of)
}

// value draws one that is in scope; plain ones hold no spaces or quotes.
func (b *body) value(plain bool) value {
	for range 20 {
		// The later ones have come further.
		v := b.values[max(b.w.rnd.n(len(b.values)), b.w.rnd.n(len(b.values)))]
		if !plain || !v.text {
			return v
		}
	}
	return b.values[0]
}

// body draws a whole entry.
func (w *writer) body() *body {
	b := &body{w: w}
	for range 2 {
		b.start(w.rnd.n(5))
	}
	for range 1 + w.rnd.n(5) {
		if w.rnd.in(4) {
			b.tangle()
			continue
		}
		contexts := 0
		for w.rnd.in(3) && contexts < 2 {
			contexts++
		}
		b.apply(w.choose("values"), b.value(false), b.value(false), contexts)
	}
	for range 1 + w.rnd.n(2) {
		b.send()
	}
	return b
}

var methods = []string{`"GET"`, `"POST"`, "http.MethodPost", `"PATCH"`, `"DELETE"`}

// send makes one request.
func (b *body) send() {
	w := b.w
	c := w.choose("send")
	texts := map[string]string{"METHOD": pick(w.rnd, methods), "READER": "nil", "HEADERS": ""}
	var stmts []string
	part := func(name string, plain bool) string {
		s, out := w.expand(w.choose(name), site{texts: map[string]string{"in": b.value(plain).name, "in2": b.value(plain).name}})
		stmts = append(stmts, s)
		return out
	}
	texts["URL"] = part("url", true)
	if !c.marked("nobody") {
		texts["READER"] = part("body", false)
	}
	if !c.marked("noheaders") {
		for range 1 + w.rnd.n(2) {
			s, _ := w.expand(w.choose("header"), site{texts: map[string]string{"in": b.value(true).name}})
			texts["HEADERS"] += s + "\n"
		}
	}
	s, _ := w.expand(c, site{texts: texts})
	b.add("{\n" + strings.Join(append(stmts, s), "\n") + "\n}")
}
