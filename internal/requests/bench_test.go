package requests_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// calls is a package of n functions that each make a request through a wrapper.
func calls(n int) string {
	var b strings.Builder
	b.WriteString(`package app

import "net/http"

type client struct{ base, key string }

func (c *client) do(method, path string) error {
	req, err := http.NewRequest(method, c.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func open(key string) *client { return &client{base: "https://a.klaviyo.com", key: key} }
`)
	for i := range n {
		fmt.Fprintf(&b, "\nfunc (c *client) call%d(id string) error { return c.do(\"GET\", \"/api/lists/\"+id) }\n", i)
	}
	return b.String()
}

// Time grows with the number of functions, and no faster.
func BenchmarkRequests(b *testing.B) {
	w := newWorld(b)
	for _, n := range []int{1, 100, 1000, 4000} {
		src := map[string]string{appPath + "/app.go": calls(n)}
		p := w.program(src)
		if _, err := p.check(appPath); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("functions=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := p.analyze(requests.Analyzer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
