package p

func show(any)      {}
func input() string { return "" }
func cond() bool    { return input() == "" }

type Client struct {
	Revision string
	base     string
}

var Debug = false
var base = "https://a"
var rev = ""

func Init() { rev = "2024" }

func caseGlobals() {
	if Debug {
		show("debug") // "debug"
	}
	show(base)  // "https://a"
	show(rev)   // "2024" | ?
	show(Debug) // ? | false
}

func New() *Client { return &Client{Revision: "a", base: "b"} }

func (c *Client) caseFields() {
	show(c.Revision) // "a" | ?
	show(c.base)     // "b"
}

type sender interface{ send() string }
type one struct{}
type two struct{}

func (one) send() string { return "one" }
func (two) send() string { return "two" }

type app struct{ s sender }

func newApp() *app { return &app{s: one{}} }

func (a *app) caseInterface() {
	show(a.s.send()) // "one"
}

func fails(r *string) error {
	*r = "set"
	if cond() {
		*r = "failed"
		return errFailed
	}
	return nil
}

type failure struct{}

func (failure) Error() string { return "" }

var errFailed error = failure{}

func caseIgnoredError() {
	r := ""
	fails(&r)
	show(r) // "failed" | "set"
	s := ""
	if err := fails(&s); err != nil {
		return
	}
	show(s) // "set"
}

type auth interface{ key() string }
type inHeader struct{}
type inQuery struct{}

func (inHeader) key() string { return "header" }
func (inQuery) key() string  { return "query" }

func newAuth() auth { return inHeader{} }

func caseChosen(a auth) {
	show(a.key()) // "header"
}

// Which text goes with which key is not known: none is said to go with each.
func casePairsOfList() {
	kv := []string{"a", "1", "b", "2"}
	m := map[string]string{}
	i := len(input())
	m[kv[i]] = kv[i+1]
	show(m["a"]) // "" | ?
	n := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		n[kv[i]] = kv[i+1]
	}
	show(n["a"] + n["b"]) // "12"
}
