package klaviyo

import (
	"sync"
	"time"
)

const (
	breakAfter = 10               // failures in a row
	breakFor   = 30 * time.Second // until one request is let through to try
)

// A breaker stops asking a Klaviyo that fails: callers are told at once instead of
// waiting for a time-out each.
type breaker struct {
	mu    sync.Mutex
	fails int
	until time.Time
}

// allow reports whether a request may be sent. Once the time is over one is, and
// its outcome decides for the others.
func (b *breaker) allow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails < breakAfter {
		return true
	}
	now := time.Now()
	if now.Before(b.until) {
		return false
	}
	b.until = now.Add(breakFor)
	return true
}

// done counts the outcome of a request: no answer and 5xx are failures, a refusal
// such as 400 or 429 is none.
func (b *breaker) done(ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ok {
		b.fails = 0
		return
	}
	b.fails++
	if b.fails == breakAfter {
		b.until = time.Now().Add(breakFor)
	}
}
