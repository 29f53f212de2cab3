package preflight

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Defaults of the options.
const (
	DefaultTimeout  = 10 * time.Second
	DefaultDeadline = time.Minute
)

// Options are what a run is asked to do.
type Options struct {
	Version string // of this tool

	Key    Credential
	Second *Credential // of -credentials-env: reads the list of keys, scopes and all
	Base   Base
	// Status is the Statuspage; nil leaves it out.
	Status       *Base
	StatusReason string // why it is left out
	Components   []string

	Needs    *Needs // nil: the code is not looked at
	Expected string // account id, "" when none was given
	Surplus  bool
	Webhooks bool
	// WebhookSecretEnv names the variable with the signing secret, whose length
	// is looked at, never its text.
	WebhookSecretEnv string

	Binary string // a built program, "" for go.mod
	Dir    string // of the working tree
	Own    func(importPath string) bool

	Timeout, Deadline time.Duration
	FailOn            State // Fail, Warn or Unknown

	// For tests: the default is the real thing.
	Clock Clock
	Proxy func(*http.Request) (*url.URL, error)
	Roots *x509.CertPool
}

// withDefaults fills in what was left open.
func (o Options) withDefaults() *Options {
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Deadline == 0 {
		o.Deadline = DefaultDeadline
	}
	if o.FailOn == "" {
		o.FailOn = Fail
	}
	return &o
}

// Redactor returns what keeps the secrets of these options out of all output.
func (o Options) Redactor() *Redactor {
	creds := []Credential{o.Key}
	if o.Second != nil {
		creds = append(creds, *o.Second)
	}
	var more []string
	if o.WebhookSecretEnv != "" {
		more = append(more, os.Getenv(o.WebhookSecretEnv))
	}
	return NewRedactor(more, creds...)
}

// A runner is one run under way.
type runner struct {
	o     *Options
	red   *Redactor
	s     *session // to the API
	today klaviyo.Day
	r     *Report
	acct  *accountResult
	asked []Request // for revisions, beside the key check
}

// ErrInterrupted is the reason of a run that the user ended.
var ErrInterrupted = errors.New("interrupted")

// Run makes one run. It always returns a report; one that ended early says so
// in Stopped.
func Run(ctx context.Context, opts Options) *Report {
	o := opts.withDefaults()
	n := newRunner(ctx, o)
	inputs := checkInputs(o.Key, o)
	n.add(inputs)
	if inputs.State == Fail {
		n.s.stopped = "the key is none of Klaviyo's"
	}
	n.add(n.status(ctx))
	n.account()
	n.add(n.revisions())
	n.add(n.scopes())
	if o.Webhooks {
		n.add(n.webhooks())
	} else {
		n.add(Check{ID: "P8", Name: "webhooks", State: Skip, Text: "not asked: -webhooks"})
	}
	n.add(n.headroom())
	n.add(n.skew())
	n.add(n.build())
	n.finish(ctx)
	return n.r
}

func newRunner(ctx context.Context, o *Options) *runner {
	red := o.Redactor()
	n := &runner{o: o, red: red, s: newSession(ctx, o.Base, o.Key, o, red)}
	now := o.Clock.Now().UTC()
	n.s.end = now.Add(o.Deadline)
	n.today, _ = klaviyo.ParseDay(now.Format(time.DateOnly))
	n.r = &Report{
		Schema: Schema,
		Tool:   Tool{Version: o.Version, Facts: klaviyo.FactsDay().String()},
		at:     now,
		At:     now.Format(time.RFC3339),
		Commit: head(ctx, o.Dir),
		Base:   o.Base.String(),
		Proxy:  n.s.proxy,
		Key:    o.Key.info(),
		Health: Down,
		Needs:  o.Needs.summary(),
	}
	return n
}

func (n *runner) add(c Check) {
	if c.Requests == nil {
		c.Requests = []Request{}
	}
	n.r.Checks = append(n.r.Checks, c)
}

// finish orders the checks and draws the conclusions.
func (n *runner) finish(ctx context.Context) {
	sortChecks(n.r.Checks)
	if ctx.Err() != nil {
		n.r.Stopped = ErrInterrupted.Error()
	}
	for i := range n.r.Checks {
		c := &n.r.Checks[i]
		c.Text = n.red.Own(c.Text)
		for j := range c.Details {
			c.Details[j] = n.red.Own(c.Details[j])
		}
	}
	n.r.conclude(n.o.FailOn)
}

// ask sends a question of the API, or says why not.
func (n *runner) ask(path, query, revision string) (*answer, meaning, apiError) {
	return n.askWith(n.s, question{path: path, query: encode(query), revision: revision, pace: pace(path)})
}

func (n *runner) askWith(s *session, q question) (*answer, meaning, apiError) {
	a := s.get(q)
	m, e := s.meaningOf(a)
	switch m {
	case keyRefused:
		s.stopped = "the key is refused"
	case redirected:
		s.stopped = "a redirect was answered; the key is not sent there again"
	}
	return a, m, e
}
