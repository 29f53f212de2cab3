package p

func show(any)      {}
func input() string { return "" }
func cond() bool    { return input() == "" }

type client struct {
	rev  string
	opts struct{ rev string }
	in   inner
	arr  [2]string
}

type inner struct{ rev string }

func caseComparison(c *client) {
	if c.rev == "2023-02-22" {
		show(c.rev) // ?
	}
	show(c.rev) // "a" | "b" | "c" | "z" | ?
}

func caseComparisonNarrows() {
	r := "a"
	if cond() {
		r = "b"
	}
	if r == "a" {
		show(r) // "a"
	} else {
		show(r) // "b"
	}
	if r != "b" {
		show(r) // "a"
	}
	show(r) // "a" | "b"
}

func casePointerToLocal() {
	r := "a"
	p := &r
	*p = "b"
	show(r)  // "b"
	show(*p) // "b"
	r = "c"
	show(*p) // "c"
}

func casePointerToField() {
	c := &client{rev: "a"}
	p := &c.rev
	*p = "b"
	show(c.rev) // "b"
	q := &c.opts.rev
	*q = "c"
	show(c.opts.rev) // "c"
	c.opts.rev = "d"
	show(*q) // "d"
}

func set(p *string, v string) { *p = v }

func caseFieldGivenToFunction() {
	c := &client{rev: "a"}
	set(&c.rev, "b")
	show(c.rev) // "b"
	set(&c.in.rev, "x")
	show(c.in.rev) // "x"
}

func casePointerOneOfTwo() {
	a, b := "a", "b"
	p := &a
	if cond() {
		p = &b
	}
	*p = "c"
	show(a) // "a" | "c"
	show(b) // "b" | "c"
}

func caseElementPointer() {
	l := []string{"a", "b"}
	p := &l[1]
	*p = "c"
	show(l[1]) // "c"
	show(l[0]) // "a"
}

func caseStructCopy() {
	a := client{rev: "a", in: inner{rev: "i"}}
	b := a
	b.rev = "b"
	b.in.rev = "j"
	show(a.rev)    // "a"
	show(a.in.rev) // "i"
	show(b.in.rev) // "j"
	p := &a
	a = client{rev: "z"}
	show(p.rev)    // "z"
	show(p.in.rev) // ""
}

func (c client) with(r string) client { c.rev = r; return c }
func (c *client) set(r string)        { c.rev = r }

func caseValueReceiver() {
	a := client{rev: "a"}
	b := a.with("b")
	show(a.rev) // "a"
	show(b.rev) // "b"
	a.set("c")
	show(a.rev) // "c"
}

func caseArrayCopy() {
	a := [2]string{"a", "b"}
	b := a
	b[0] = "c"
	show(a[0]) // "a"
	show(b[0]) // "c"
	var z [2]string
	z[1] = "x"
	show(z[0]) // ""
	show(z[1]) // "x"
	k := [...]string{2: "two", 0: "zero"}
	show(k[2])   // "two"
	show(k[1])   // ""
	show(len(k)) // 3
	c := client{}
	c.arr[1] = "q"
	d := c
	d.arr[1] = "r"
	show(c.arr[1]) // "q"
}

func caseSliceOfSlice() {
	a := []string{"a", "b", "c"}
	b := a[1:]
	show(b[0])     // "b"
	show(a[1:][0]) // "b"
	show(len(b))   // 2
	b[0] = "x"
	show(a[1]) // "x"
	a[2] = "y"
	show(b[1]) // "y"
	c := a[:1]
	show(c[0])   // "a"
	show(len(c)) // 1
	for _, s := range a[1:2] {
		show(s) // "x"
	}
	arr := [3]string{"p", "q", "r"}
	s := arr[1:]
	s[0] = "z"
	show(arr[1]) // "z"
}

func caseUnknownIndex(i int) {
	a := []string{"a", "b"}
	a[i] = "c"
	show(a[0]) // "a" | "c"
	show(a[i]) // "a" | "b" | "c"
	m := map[string]string{"k": "v"}
	m[input()] = "w"
	show(m["k"])     // "v" | "w"
	show(m["other"]) // "" | "w"
	delete(m, input())
	show(m["k"]) // "" | "v" | "w"
}

func caseFallthrough(n int) {
	r := "none"
	switch n {
	case 1:
		r = "one"
		fallthrough
	case 2:
		r += "two"
	case 3:
		r = "three"
	}
	show(r) // "none" | "nonetwo" | "onetwo" | "three"
	switch s := "a"; s {
	case "a":
		show("in a") // "in a"
		fallthrough
	default:
		r = "d"
	case "b":
		r = "b"
	}
	show(r) // "d"
}

func caseGoto(n int) {
	r := gone(n)
	show(r) // "a" | "b"
	i, s := 0, "x"
again:
	if i < 3 {
		s += "y"
		i++
		goto again
	}
	show(s) // "x" | "x{?}"
}

func gone(n int) string {
	r := "a"
	if n > 0 {
		goto end
	}
	r = "b"
end:
	return r
}

func caseLabels() {
	r := "a"
outer:
	for {
		for {
			r = "b"
			break outer
		}
	}
	show(r) // "b"
sw:
	switch {
	case cond():
		r = "e"
		if cond() {
			break sw
		}
		r = "f"
	}
	show(r) // "b" | "e" | "f"
}

func caseIntegers(size int) {
	show(size * 10) // ?
	n := 3
	n *= 2
	show(n) // 6
	n++
	show(n) // 7
	n -= 10
	show(n)     // -3
	show(-n)    // 3
	show(7 / 2) // 3
	x := 7
	show(x % 4)        // 3
	show(x << 2)       // 28
	show(min(x, 3, 9)) // 3
	if x > 5 {
		show("big") // "big"
	} else {
		show("never") //
	}
	show(string(rune(x + 58))) // "A"
}

func caseConversions() {
	type rev string
	r := rev("a")
	show(string(r))         // "a"
	show([]byte(string(r))) // "a"
	var i any = r
	switch v := i.(type) {
	case string:
		show(v) //
	case rev:
		show(v) // "a"
	}
	if s, ok := i.(rev); ok {
		show(s) // "a"
	}
}

func caseClear() {
	m := map[string]string{"a": "b"}
	clear(m)
	show(m["a"]) // ""
	l := make([]string, 2)
	show(l[1]) // ""
	copy(l, []string{"x"})
	show(l[0]) // "x"
	show(l[1]) // ""
}

func named() (r string, err error) {
	defer func() {
		r = r + "!"
	}()
	r = "a"
	return "b", nil
}

func caseDefer() {
	r, _ := named()
	show(r) // "b!"
	x := "a"
	func() {
		defer set(&x, "c")
		x = "b"
	}()
	show(x) // "c"
}

func caseSwap() {
	a, b := "a", "b"
	a, b = b, a
	show(a) // "b"
	i, l := 0, []string{"x", "y"}
	i, l[i] = 1, "z"
	show(l[0]) // "z"
	show(l[1]) // "y"
}

func caseAppend() {
	a := []string{"a"}
	b := append(a, "b")
	show(b[1])   // "b"
	show(len(b)) // 2
	b = append(b, a...)
	show(b[2]) // "a"
	var l []string
	for range 2 {
		l = append(l, "x")
	}
	show(len(l)) // 2
	for cond() {
		l = append(l, "y")
	}
	show(l[1])   // "x"
	show(len(l)) // ?
}
