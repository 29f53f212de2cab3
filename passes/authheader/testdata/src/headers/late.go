package headers

import (
	"os"

	"github.com/go-resty/resty/v2"
)

// A client is filled after it has been put where it belongs.

var global = resty.New()

func init() {
	global.SetBaseURL("https://a.klaviyo.com").SetHeader("revision", "2026-07-15")
	global.SetHeader("Authorization", "Klaviyo-API-Key "+key())
}

func viaGlobal() error {
	_, err := global.R().Get("/api/accounts")
	return err
}

type late struct{ good, bad *resty.Client }

func newLate(key string) *late {
	l := &late{}
	l.good = resty.New()
	l.bad = resty.New()
	l.good.SetBaseURL("https://a.klaviyo.com")
	l.good.SetHeader("revision", "2026-07-15")
	l.good.SetHeader("Authorization", "Klaviyo-API-Key "+key)
	l.bad.SetBaseURL("https://a.klaviyo.com").SetHeader("revision", "2026-07-15")
	return l
}

func (l *late) read() error {
	_, err := l.good.R().Get("/api/accounts")
	return err
}

func (l *late) misread() error {
	_, err := l.bad.R().Get("/api/accounts") // want `request to Klaviyo \(GET /api/accounts\) lacks its "Authorization" header;`
	return err
}

// Some methods complete the client before others use it.
type steps struct{ rest *resty.Client }

func newSteps() *steps {
	s := &steps{rest: resty.New()}
	s.rest.SetBaseURL("https://a.klaviyo.com")
	return s
}

func (s *steps) version() { s.rest.SetHeader("revision", "2026-07-15") }

func (s *steps) login(key string) { s.rest.SetHeader("Authorization", "Klaviyo-API-Key "+key) }

func (s *steps) read() error {
	_, err := s.rest.R().Get("/api/accounts")
	return err
}

func key() string { return os.Getenv("KLAVIYO_KEY") }
