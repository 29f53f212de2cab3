//go:build go1.21

package p

func show(any)      {}
func input() string { return "" }

func caseLoopVariables() {
	var fs []func() string
	for _, s := range []string{"a", "b"} {
		fs = append(fs, func() string { return s })
	}
	show(fs[0]()) // "b"
	var gs []func() int
	for i := 0; i < 2; i++ {
		gs = append(gs, func() int { return i })
	}
	show(gs[0]()) // 2
}
