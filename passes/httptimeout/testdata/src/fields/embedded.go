package fields

import (
	"net/http"
	"time"
)

// A client that is embedded by value is made by nobody; its limit is set
// through the types that hold it.
type line struct {
	http.Client
	key string
}

type patient struct{ line }

func Dial(key string) *patient {
	p := &patient{line: line{key: key}}
	p.Client.Timeout = 30 * time.Second
	return p
}

func (l *line) send(path string) (*http.Response, error) {
	return l.Get("https://a.klaviyo.com" + path)
}

func (p *patient) Lists() (*http.Response, error) { return p.send("/api/lists") }
