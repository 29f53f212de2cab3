package p

import "sync"

func show(any)      {}
func input() string { return "" }
func cond() bool    { return input() == "" }

func recovers() (r string, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = nil
		}
	}()
	r = "before"
	must()
	return "after", nil
}

func must() {
	if cond() {
		panic("no")
	}
}

func casePanic() {
	r, _ := recovers()
	show(r) // "after" | "before"
	must()
	show("goes on") // "goes on"
}

func caseOnce() {
	var once sync.Once
	r := "a"
	once.Do(func() { r += "b" })
	once.Do(func() { r += "c" })
	show(r) // "ab"
	f := sync.OnceFunc(func() { r += "d" })
	f()
	f()
	show(r) // "abd"
	n := 0
	v := sync.OnceValue(func() int { n++; return n })
	v()
	show(v()) // 1
}

func caseBytes() {
	b := []byte("abc")
	c := b
	b[1] = 'X'
	show(string(b)) // ?
	show(string(c)) // ?
}

func caseAppendShares() {
	a := make([]string, 0, 4)
	a = append(a, "x")
	b := append(a, "y")
	c := append(a, "z")
	show(b[1]) // "y" | "z"
	show(c[1]) // "z"
	l := []string{"p", "q"}
	_ = append(l[:1], "r")
	show(l[1]) // "q" | "r"
}

func caseRangeSeesWrites() {
	l := []string{"a", "b"}
	r := ""
	for _, s := range l {
		l[1] = "c"
		r += s
	}
	show(r) // "ac"
	arr := [2]string{"a", "b"}
	q := ""
	for _, s := range arr {
		arr[1] = "c"
		q += s
	}
	show(q) // "ab"
	t := ""
	for i, s := range &arr {
		if i == 0 {
			arr[1] = "d"
		}
		t += s
	}
	show(t) // "ad"
}

func caseOverflow() {
	var x int8 = 127
	x++
	show(x) // ?
	y := 5
	show(^y) // -6
}
