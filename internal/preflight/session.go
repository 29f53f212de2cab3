package preflight

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Clock is what the run takes the time from, and waits by.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the error of the context that ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const (
	maxBody    = 64 << 10 // of an answer; more is cut
	maxHeaders = 64 << 10
)

// A session sends the requests of one run, one at a time.
type session struct {
	ctx    context.Context
	clock  Clock
	red    *Redactor
	base   Base
	cred   Credential
	client *http.Client
	proxy  string // host and port that the requests go through

	perRequest time.Duration
	end        time.Time            // of the whole run
	last       map[string]time.Time // when each endpoint was asked last
	// stopped says why the key must not be sent again, "" while it may.
	stopped string
	// noRetry is set when nothing answered before: asking thrice each time would
	// use up the time for nothing.
	noRetry bool
	seen    []*answer // what was answered, for rate headroom and clock
}

// newSession makes a session for a base. No cookie, no cache, no connection
// outlives a request: nothing can arrive on an idle one, nothing leaks.
func newSession(ctx context.Context, base Base, cred Credential, o *Options, red *Redactor) *session {
	s := &session{
		ctx: ctx, clock: o.Clock, red: red, base: base, cred: cred,
		perRequest: o.Timeout, last: map[string]time.Time{},
	}
	dialer := &net.Dialer{Timeout: o.Timeout}
	proxy := o.Proxy
	if base.Loopback {
		proxy = nil
		dialer.Control = onlyLoopback
	}
	if proxy != nil {
		if via, err := proxy(&http.Request{Method: http.MethodGet, URL: base.url, Host: base.url.Host}); err == nil && via != nil {
			s.proxy = via.Host
		}
	}
	s.client = &http.Client{
		Transport: &http.Transport{
			Proxy:                  proxy,
			OnProxyConnectResponse: proxyAnswer,
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
			TLSHandshakeTimeout:    o.Timeout,
			ResponseHeaderTimeout:  o.Timeout,
			MaxResponseHeaderBytes: maxHeaders,
			DisableKeepAlives:      true,
			ForceAttemptHTTP2:      true,
		},
		// A redirect is an answer: the key goes nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// onlyLoopback refuses to connect to anything but this machine, whatever the
// name was resolved to.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !ap.Addr().Unmap().IsLoopback() {
		return errNotLoopback
	}
	return nil
}

var (
	errNotLoopback = errors.New("the address is not on this machine")
	errOutOfTime   = errors.New("out of time")
	errInterrupted = errors.New("interrupted")
)

// A question is one request to be sent.
type question struct {
	path, query string
	revision    string
	accept      string
	pace        time.Duration // least time since the last request to the same path
	noKey       bool
	anyBody     bool // the body of a 2xx is not needed: close it unread
}

// An answer is what became of a question.
type answer struct {
	q        question
	req      Request
	header   http.Header
	body     []byte
	cut      bool // the body was longer than what is read
	err      error
	problem  string // err in words that can be shown
	sent     time.Time
	got      time.Time
	location string // host of a redirect
}

func (a *answer) ok() bool { return a.err == nil && a.req.Status >= 200 && a.req.Status < 300 }

// get asks, again where that can help: at most twice more after no answer, 502,
// 503 and 504, once after 500, once after 429 when the wait that it names fits
// into the time left.
func (s *session) get(q question) *answer {
	const most = 3
	var a *answer
	for try := 1; ; try++ {
		a = s.once(q)
		a.req.Tries = try
		wait, again := s.retry(a, try)
		if !again || try == most {
			break
		}
		if s.clock.Now().Add(wait).After(s.end) {
			break
		}
		if err := s.clock.Sleep(s.ctx, wait); err != nil {
			a.err, a.problem = errInterrupted, "interrupted"
			break
		}
	}
	if s.ctx.Err() != nil && a.err != nil {
		a.err, a.problem = errInterrupted, "interrupted"
	}
	a.req.Problem = a.problem
	s.seen = append(s.seen, a)
	return a
}

// retry says whether an answer is worth asking again, and after what time.
func (s *session) retry(a *answer, try int) (time.Duration, bool) {
	pause := time.Duration(try)*500*time.Millisecond + rand.N(250*time.Millisecond)
	switch {
	case s.ctx.Err() != nil || errors.Is(a.err, errOutOfTime) || errors.Is(a.err, errNotLoopback) || certain(a.err):
		return 0, false
	case a.err != nil:
		return pause, !s.noRetry
	case a.req.Status == 502 || a.req.Status == 503 || a.req.Status == 504:
		return pause, true
	case a.req.Status == 500:
		return pause, try == 1
	case a.req.Status == 429:
		wait, ok := retryAfter(a.header)
		return wait, ok && try == 1
	}
	return 0, false
}

// certain reports whether an error comes back however often one asks.
func certain(err error) bool {
	var cert *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var refusal proxyRefusal
	if errors.As(err, &refusal) && refusal < 500 {
		return true
	}
	return errors.As(err, &cert) || errors.As(err, &alert) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}

// retryAfter reads the header, whole seconds as Klaviyo sends them.
func retryAfter(h http.Header) (time.Duration, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get("Retry-After")))
	if err != nil || n < 0 || n > 24*3600 {
		return 0, false
	}
	return time.Duration(n) * time.Second, true
}

// once sends a question once.
func (s *session) once(q question) *answer {
	a := &answer{q: q, req: Request{Method: "GET", Path: q.path, Sent: q.revision}}
	if err := s.ctx.Err(); err != nil {
		a.err, a.problem = errInterrupted, "interrupted"
		return a
	}
	if at, asked := s.last[q.path]; asked {
		if wait := q.pace - s.clock.Now().Sub(at); wait > 0 {
			if s.clock.Sleep(s.ctx, wait) != nil {
				a.err, a.problem = errInterrupted, "interrupted"
				return a
			}
		}
	}
	left := s.end.Sub(s.clock.Now())
	if left <= 0 {
		a.err, a.problem = errOutOfTime, "out of time"
		return a
	}
	s.last[q.path] = s.clock.Now()
	ctx, cancel := context.WithTimeout(s.ctx, min(s.perRequest, left))
	defer cancel()
	s.exchange(ctx, a)
	if a.err != nil {
		switch {
		case s.ctx.Err() != nil:
			a.err, a.problem = errInterrupted, "interrupted"
		case errors.Is(ctx.Err(), context.DeadlineExceeded) && left < s.perRequest:
			a.err, a.problem = errOutOfTime, "out of time"
		default:
			a.problem = s.describe(a.err)
		}
	}
	return a
}

// exchange sends the request and reads the answer, at most maxBody of it.
func (s *session) exchange(ctx context.Context, a *answer) {
	u := *s.base.url
	u.Path += a.q.path
	u.RawQuery = a.q.query
	var t phases
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, t.trace()), http.MethodGet, u.String(), nil)
	if err != nil {
		a.err = err
		return
	}
	req.Header.Set("User-Agent", "klaviyolint-preflight")
	if a.q.accept != "" {
		req.Header.Set("Accept", a.q.accept)
	}
	if !a.q.noKey {
		req.Header.Set("Authorization", s.cred.scheme+" "+s.cred.secret)
		req.Header.Set("Accept", "application/vnd.api+json")
		if a.q.revision != "" {
			req.Header.Set("revision", a.q.revision)
		}
	}
	a.sent = s.clock.Now()
	start := time.Now()
	resp, err := s.client.Do(req)
	took := time.Since(start)
	a.got = s.clock.Now()
	a.req.MS = took.Milliseconds()
	a.req.Phases = t.text(took)
	if err != nil {
		a.err = err
		return
	}
	defer resp.Body.Close()
	a.header = resp.Header
	a.req.Status = resp.StatusCode
	a.req.Served = s.plain(resp.Header.Get("X-Klaviyo-Api-Revision"), 20)
	a.req.ID = s.plain(resp.Header.Get("X-Klaviyo-Req-Id"), 64)
	if resp.TLS != nil && len(resp.TLS.VerifiedChains) > 0 {
		chain := resp.TLS.VerifiedChains[0]
		a.req.IssuedBy = s.red.Outside(issuer(chain), 100)
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		if to, err := resp.Location(); err == nil {
			a.location = s.red.Outside(to.Host, 100)
		}
		return
	}
	if a.q.anyBody && a.ok() && jsonType(resp.Header) {
		// Only its beginning, to tell JSON:API from a page of somebody else's.
		a.body, a.err = io.ReadAll(io.LimitReader(resp.Body, peek))
		if errors.Is(a.err, io.ErrUnexpectedEOF) {
			a.err = nil
		}
		return
	}
	a.body, a.err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if len(a.body) > maxBody {
		a.body, a.cut = a.body[:maxBody], true
	}
}

// peek is how much of a collection's answer is looked at.
const peek = 2 << 10

// plain returns a header's value when it is made of letters, digits and few
// signs, else nothing.
func (s *session) plain(v string, most int) string {
	if len(v) > most {
		return ""
	}
	for i := range len(v) {
		c := v[i]
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' || c == '.' || c == '_' || c == '=' || c == ':') {
			return ""
		}
	}
	return s.red.mask(v, 0)
}

func issuer(chain []*x509.Certificate) string {
	root := chain[len(chain)-1]
	if root.Subject.CommonName != "" {
		return root.Subject.CommonName
	}
	return strings.Join(root.Subject.Organization, ", ")
}

// A proxyRefusal is the status with which a proxy opens no way to the host.
type proxyRefusal int

func (p proxyRefusal) Error() string { return "proxy: " + strconv.Itoa(int(p)) }

// proxyAnswer keeps the words of a proxy out of errors: they may repeat its password.
func proxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return proxyRefusal(resp.StatusCode)
	}
	return nil
}

// describe says in words why there is no answer. Texts of net/http are taken
// apart, since they repeat addresses and what a server sent.
func (s *session) describe(err error) string {
	var (
		dns     *net.DNSError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		op      *net.OpError
		timeout interface{ Timeout() bool }
		wrapped *url.Error
		refusal proxyRefusal
	)
	switch {
	case errors.Is(err, errNotLoopback):
		return "the name does not lead to this machine; nothing was sent"
	case errors.As(err, &unknown):
		return "certificate refused: issued by an authority that this machine does not trust"
	case errors.As(err, &host):
		return "certificate refused: it is another host's"
	case errors.As(err, &invalid):
		if invalid.Reason == x509.Expired {
			return "certificate refused: expired or not yet valid"
		}
		return "certificate refused: not valid"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return "no TLS there: the answer is not in TLS"
	case errors.As(err, &alert):
		return "TLS refused by the server"
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return "no such host"
		}
		return "the host name could not be resolved"
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return "no answer within " + s.perRequest.String()
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed before the answer was complete"
	case errors.As(err, &refusal) && refusal == http.StatusProxyAuthRequired:
		return "the proxy " + s.proxy + " wants a user and a password (407)"
	case errors.As(err, &refusal):
		return fmt.Sprintf("the proxy %s opens no way to the host (%d)", s.proxy, int(refusal))
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "the proxy could not be reached"
	}
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	// What net/http says of an answer that it cannot read quotes the answer.
	switch text := err.Error(); {
	case strings.Contains(text, "headers exceeded"):
		return "the headers of the answer are longer than 64 KiB"
	case strings.Contains(text, "transport connection broken"), strings.Contains(text, "malformed"):
		return "the answer is no proper HTTP"
	}
	return s.red.Outside(err.Error(), 200)
}
