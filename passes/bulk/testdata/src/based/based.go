// Package based has a base address that an option may change.
package based

import (
	"net/http"
	"strings"
)

type option func(*books)

func at(base string) option { return func(b *books) { b.base = base } }

type books struct {
	base string
	web  *http.Client
}

func open(opts ...option) *books {
	b := &books{base: "https://a.klaviyo.com/api", web: &http.Client{}}
	for _, o := range opts {
		o(b)
	}
	return b
}

func (b *books) post(path, body string) error {
	resp, err := b.web.Post(b.base+path, "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type poster interface{ post(path, body string) error }

func all(p poster, lines []string) {
	for _, l := range lines {
		p.post("/events", l) // want `the loop sends one POST /api/events per item; batch with POST`
	}
	for _, l := range lines {
		p.post("/tags", l) // no endpoint takes many of them
	}
}

func start(url string, lines []string) { all(open(at(url)), lines) }
