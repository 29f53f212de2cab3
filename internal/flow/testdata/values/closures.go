package p

import "sync"

func show(any)      {}
func input() string { return "" }
func cond() bool    { return input() == "" }

func caseLoopVariables() {
	var fs []func() string
	for _, s := range []string{"a", "b"} {
		fs = append(fs, func() string { return s })
	}
	show(fs[0]()) // "a"
	show(fs[1]()) // "b"
	var gs []func() int
	for i := 0; i < 2; i++ {
		gs = append(gs, func() int { return i })
	}
	show(gs[0]()) // 0
	show(gs[1]()) // 1
}

func maker(s string) func() string { return func() string { return s } }

func caseMakers() {
	a, b := maker("a"), maker("b")
	show(a()) // "a"
	show(b()) // "b"
	mk := func(s string) func() string { return func() string { return s } }
	c, d := mk("c"), mk("d")
	show(c()) // "c"
	show(d()) // "d"
}

func caseShared() {
	r := "a"
	set := func(s string) { r = s }
	set("b")
	show(r) // "b"
	get := func() string { return r }
	r = "c"
	show(get()) // "c"
	n := 0
	next := func() int { n++; return n }
	next()
	show(next()) // 2
}

type handler func(string) string

func wrap(h handler, pre string) handler {
	return func(s string) string { return h(pre + s) }
}

func caseMiddleware() {
	h := handler(func(s string) string { return s })
	for _, p := range []string{"a", "b"} {
		h = wrap(h, p)
	}
	show(h("x")) // "abx"
}

type service struct {
	do   func(string) string
	name string
}

func (s *service) path() string { return "/" + s.name }
func (s service) value() string { return s.name }

type pather interface{ path() string }

func caseMethodValues() {
	s := &service{name: "a"}
	f := s.path
	g := s.value
	s.name = "b"
	show(f()) // "/b"
	show(g()) // "a"
	h := (*service).path
	show(h(s)) // "/b"
	var p pather = s
	k := p.path
	show(k()) // "/b"
	e := pather.path
	show(e(s)) // "/b"
}

func caseFunctionFields() {
	s := service{do: func(x string) string { return x + "!" }}
	show(s.do("a")) // "a!"
	m := map[string]func() string{"a": maker("x"), "b": maker("y")}
	show(m["a"]())     // "x"
	show(m[input()]()) // "x" | "y"
}

var pick = func() string { return "picked" }

var table = map[string]func() string{"a": func() string { return "from a" }}

func casePackageClosures() {
	show(pick())       // "picked"
	show(table["a"]()) // "from a"
}

var once sync.Once
var cached string

func load() string {
	once.Do(func() { cached = "loaded" })
	return cached
}

var lazy = sync.OnceValue(func() string { return "lazy" })

func caseOnce() {
	show(load()) // "loaded"
	show(lazy()) // "lazy"
}

func caseRecursion() {
	var f func(n int) string
	f = func(n int) string {
		if n == 0 {
			return "end"
		}
		return f(n - 1)
	}
	show(f(2)) // ?
}

type embedded struct{ *service }

func caseEmbedding() {
	e := embedded{&service{name: "in"}}
	show(e.path()) // "/in"
	show(e.name)   // "in"
	var p pather = e
	show(p.path()) // "/in"
}

func apply[T any](v T, f func(T) string) string { return f(v) }

type endpoint interface{ Path() string }
type profiles struct{}
type events struct{}

func (profiles) Path() string { return "profiles" }
func (events) Path() string   { return "events" }

func pathOf[T endpoint]() string {
	var t T
	return t.Path()
}

func of[T endpoint](t T) string { return t.Path() }

func caseGenerics() {
	show(apply("a", func(s string) string { return s })) // "a"
	show(pathOf[profiles]())                             // "profiles"
	show(pathOf[events]())                               // "events"
	show(of(profiles{}))                                 // "profiles"
}
