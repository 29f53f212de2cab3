package paths

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
)

// A channel of tokens limits where a ticker alone fills it, one token a tick.
func TestFilled(t *testing.T) {
	const program = `package main

import (
	"context"
	"net/http"
	"time"
)

type client struct{ tokens chan struct{} }

func newClient() *client {
	c := &client{tokens: make(chan struct{}, 20)}
	%s
	go func() {
		%s
	}()
	return c
}

func (c *client) send(ctx context.Context, r *http.Request) {
	%s
	resp, err := http.DefaultClient.Do(r)
	if err == nil {
		resp.Body.Close()
	}
}

func main() {
	_ = time.Now
	newClient().send(context.Background(), nil)
}
`
	const (
		take    = "<-c.tokens"
		tick    = "for range time.Tick(100 * time.Millisecond) { select { case c.tokens <- struct{}{}: default: } }"
		ticker  = "t := time.NewTicker(100 * time.Millisecond); for range t.C { c.tokens <- struct{}{} }"
		atFirst = "for range 20 { c.tokens <- struct{}{} }"
	)
	for _, c := range []struct {
		name, first, fill, take string
		found                   bool
	}{
		{"tick", "", tick, take, true},
		{"ticker, full at first", atFirst, ticker, take, true},
		{"a choice with the context", "", ticker, "select { case <-c.tokens: case <-ctx.Done(): return }", true},
		{"sleep", "", "for { c.tokens <- struct{}{}; time.Sleep(100 * time.Millisecond) }", take, true},
		{"many a tick", "", "for range time.Tick(time.Second) { for range 100 { c.tokens <- struct{}{} } }", take, false},
		{"no tick", "", "for { c.tokens <- struct{}{} }", take, false},
		{"two fill it", "go func() { for { c.tokens <- struct{}{} } }()", tick, take, false},
		{"a semaphore", atFirst, "", take + "; defer func() { c.tokens <- struct{}{} }()", false},
		{"taken on one way", "", tick, "if r != nil { <-c.tokens }", false},
		{"not waited for", "", tick, "select { case <-c.tokens: default: }", false},
		{"taken after", "", tick, "defer func() { <-c.tokens }()", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "go.mod", "module example.com/m\n\ngo 1.25\n")
			write(t, dir, "main.go", fmt.Sprintf(program, c.first, c.fill, c.take))
			loaded, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax &^ packages.NeedDeps, Env: append(os.Environ(), "GOWORK=off")}, "./...")
			if err != nil || packages.PrintErrors(loaded) > 0 {
				t.Fatal(err)
			}
			p := Build(loaded)
			s := sendOf(t, p)
			s.Chain = []ssa.CallInstruction{s.Last()}
			switch f := p.Filled(s); {
			case (f != nil) != c.found:
				t.Errorf("found %v, want %v", f != nil, c.found)
			case f != nil && f.Burst != 20:
				t.Errorf("burst %d", f.Burst)
			}
		})
	}
}
