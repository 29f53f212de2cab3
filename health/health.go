package health

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Ping makes one cheap authenticated call to Klaviyo and returns the answer with
// its body unread: best through the client that the service uses, or [Accounts].
// Whoever calls it closes the body.
type Ping func(ctx context.Context) (*http.Response, error)

// A Status is the outcome of a check.
type Status string

const (
	Healthy  Status = "healthy"
	Degraded Status = "degraded" // Klaviyo may well work; see the error
	Down     Status = "down"
	Disabled Status = "disabled" // the kill switch is off: nothing was asked
	Unknown  Status = "unknown"  // no check has ended yet
)

// A Result is what the last check found. It holds no key, no address and nothing
// of a body but the account's id.
type Result struct {
	Status    Status
	Latency   time.Duration // of the call, to the end of its body
	AccountID string        // six letters and digits; the last one known
	Revision  string        // served, of the header X-Klaviyo-Api-Revision
	Code      int           // HTTP status, 0 without an answer
	Err       error         // a fixed sentence; nil when healthy
	CheckedAt time.Time
	Cached    bool // no call was made for this result
}

const (
	defaultTTL     = time.Minute
	minTTL         = 5 * time.Second
	defaultTimeout = 3 * time.Second
	maxWait        = 15 * time.Minute // for a Retry-After
)

// An Option changes a [Checker].
type Option func(*Checker)

// WithTTL sets how long a result is kept: a minute when not set, at least five
// seconds. It panics below that, since GET /api/accounts allows 15 requests a
// minute to all replicas together.
func WithTTL(d time.Duration) Option {
	if d < minTTL {
		panic(fmt.Sprintf("health: TTL %s is below %s", d, minTTL))
	}
	return func(c *Checker) { c.ttl = d }
}

// WithTimeout bounds one call: three seconds when not set. It panics when d is
// not positive.
func WithTimeout(d time.Duration) Option {
	if d <= 0 {
		panic(fmt.Sprintf("health: timeout %s is not positive", d))
	}
	return func(c *Checker) { c.timeout = d }
}

// WithEnabled asks the kill switch before each check. While f returns false the
// result is [Disabled] and nothing is called.
func WithEnabled(f func() bool) Option { return func(c *Checker) { c.enabled = f } }

// WithDegraded sets the HTTP status that [Checker.ServeHTTP] answers when
// degraded: 200 when not set.
func WithDegraded(status int) Option { return func(c *Checker) { c.degraded = status } }

// A Checker checks Klaviyo. Its methods may be called from several goroutines.
type Checker struct {
	ping     Ping
	ttl      time.Duration
	timeout  time.Duration
	enabled  func() bool
	degraded int
	now      func() time.Time

	mu      sync.Mutex
	last    Result
	next    time.Time     // no call before
	running chan struct{} // closed when the call under way ends; nil without one
	late    bool          // the call under way has outlived its time
	fails   int           // without a usable answer, in a row
}

// New returns a checker that calls ping. It panics when ping is nil.
func New(ping Ping, opts ...Option) *Checker {
	if ping == nil {
		panic("health: ping is nil")
	}
	c := &Checker{ping: ping, ttl: defaultTTL, timeout: defaultTimeout, degraded: http.StatusOK, now: time.Now}
	c.last.Status = Unknown
	for _, o := range opts {
		o(c)
	}
	return c
}

// Check returns the result of the last check, or makes a new one when that is
// too old. Of concurrent callers one makes the call and all get its result. It
// returns when ctx ends, with what is known until then, and never later than the
// timeout. That ctx ends does not end the call: others wait for it.
func (c *Checker) Check(ctx context.Context) Result {
	if c.enabled != nil && !c.enabled() {
		return Result{Status: Disabled, CheckedAt: c.now()}
	}
	c.mu.Lock()
	now := c.now()
	fresh := c.last.Status != Unknown && now.Before(c.next) && !now.Before(c.last.CheckedAt)
	if fresh || c.late {
		r := c.last
		c.mu.Unlock()
		r.Cached = true
		return r
	}
	if c.running == nil {
		c.running = make(chan struct{})
		go c.call(context.WithoutCancel(ctx), c.running)
	}
	done := c.running
	c.mu.Unlock()

	timer := time.NewTimer(c.timeout)
	defer timer.Stop()
	cached := false
	select {
	case <-done:
	case <-timer.C:
		c.timedOut(done)
	case <-ctx.Done():
		cached = true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.last
	r.Cached = cached
	return r
}

// call makes one call and keeps its result.
func (c *Checker) call(ctx context.Context, done chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	start := c.now()
	a := c.ask(ctx)
	took := c.now().Sub(start)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.late { // counted when it was given up
		c.late = false
	} else {
		c.keep(a, took)
	}
	c.running = nil
	close(done)
}

// timedOut gives a call up that does not obey its context. No other is made
// before it ends.
func (c *Checker) timedOut(done chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == done && !c.late {
		c.late = true
		c.keep(answer{kind: noAnswer, err: errTimeout}, c.timeout)
	}
}

// ask calls ping and reads the answer. A panic of ping's is an answer too.
func (c *Checker) ask(ctx context.Context) (a answer) {
	defer func() {
		if recover() != nil {
			a = answer{kind: broken, err: errPanic}
		}
	}()
	resp, err := c.ping(ctx)
	if resp != nil && resp.Body != nil {
		defer resp.Body.Close()
	}
	switch {
	case err != nil:
		return failed(ctx, err)
	case resp == nil:
		return answer{kind: broken, err: errNothing}
	}
	return read(ctx, resp)
}

// keep makes the result of an answer.
func (c *Checker) keep(a answer, took time.Duration) {
	r := Result{Latency: took, Code: a.code, Err: a.err, Revision: a.revision, AccountID: c.last.AccountID, CheckedAt: c.now()}
	wait := c.ttl
	if a.kind != noAnswer {
		c.fails = 0
	}
	switch a.kind {
	case account:
		r.Status, r.AccountID = Healthy, a.account
	case limited:
		r.Status = Degraded
		wait = max(wait, min(a.wait, maxWait))
	case intercepted:
		r.Status = Degraded
	case noAnswer:
		// One lost packet must not page.
		c.fails++
		r.Status = Degraded
		if c.fails > 1 {
			r.Status = Down
		}
	default:
		r.Status = Down
	}
	c.last = r
	c.next = r.CheckedAt.Add(wait)
}

// Err returns nil unless Klaviyo is down: for libraries whose checks are a
// func(context.Context) error.
func (c *Checker) Err(ctx context.Context) error {
	r := c.Check(ctx)
	if r.Status != Down {
		return nil
	}
	if r.Err != nil {
		return r.Err
	}
	return errors.New("klaviyo is down")
}
