package klaviyo

import (
	"sync"
	"time"
)

// A tier is a class of rate limits. They are the account's, shared by all its
// keys: https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling.
type tier int

const (
	tierXS tier = iota // 1 a second, 15 a minute
	tierM              // 10, 150
	tierL              // 75, 700
	tierXL             // 350, 3,500
)

// newLimits makes a bucket for each tier. What a bucket holds and what flows in
// within a minute stay together below the limit of a minute, and what it holds and
// what flows in within a second below that of a second.
func newLimits() map[tier]*bucket {
	return map[tier]*bucket{
		tierXS: newBucket(14, 1),
		tierM:  newBucket(144, 6),
		tierL:  newBucket(650, 50),
		tierXL: newBucket(3250, 250),
	}
}

// A bucket holds tokens; each request takes one.
type bucket struct {
	mu     sync.Mutex
	every  time.Duration // one new token
	size   float64
	tokens float64
	last   time.Time
}

func newBucket(perMinute, size int) *bucket {
	return &bucket{every: time.Minute / time.Duration(perMinute), size: float64(size), tokens: float64(size)}
}

// take takes a token and returns how long to wait for it: tokens below zero are
// the queue.
func (b *bucket) take() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if !b.last.IsZero() {
		b.tokens = min(b.size, b.tokens+float64(now.Sub(b.last))/float64(b.every))
	}
	b.last = now
	b.tokens--
	return time.Duration(-b.tokens * float64(b.every))
}
