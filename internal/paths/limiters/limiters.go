// Package limiters holds rate limiters as people write them. Tests run them on a
// fake clock, and compare with what package paths finds in their source.
package limiters

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A Limiter holds callers up.
type Limiter interface {
	Wait(ctx context.Context) error
}

// Bucket hands out tokens ahead: below zero they are the queue.
type Bucket struct {
	mu     sync.Mutex
	every  time.Duration
	size   float64
	tokens float64
	last   time.Time
}

// NewBucket makes a bucket.
func NewBucket(perMinute, size int) *Bucket {
	return &Bucket{every: time.Minute / time.Duration(perMinute), size: float64(size), tokens: float64(size)}
}

func (b *Bucket) take() time.Duration {
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

// Wait waits for a token.
func (b *Bucket) Wait(ctx context.Context) error {
	t := time.NewTimer(b.take())
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Spacing keeps a distance between sends, and sleeps with its lock.
type Spacing struct {
	mu   sync.Mutex
	next time.Time
	gap  time.Duration
}

// NewSpacing makes one.
func NewSpacing(gap time.Duration) *Spacing { return &Spacing{gap: gap} }

// Wait waits for its turn.
func (s *Spacing) Wait(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := time.Until(s.next); d > 0 {
		time.Sleep(d)
	}
	s.next = time.Now().Add(s.gap)
	return nil
}

// Slot reserves the next moment and sleeps without a lock: a GCRA without burst.
type Slot struct {
	mu   sync.Mutex
	next time.Time
}

// Wait waits for its moment.
func (s *Slot) Wait(ctx context.Context) error {
	s.mu.Lock()
	now := time.Now()
	if s.next.Before(now) {
		s.next = now
	}
	wait := s.next.Sub(now)
	s.next = s.next.Add(250 * time.Millisecond)
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
	}
	return nil
}

// Window counts in fixed windows, which lets twice as many through at an edge.
type Window struct {
	mu    sync.Mutex
	start time.Time
	n     int
	max   int
	width time.Duration
}

// NewWindow makes one.
func NewWindow(max int, width time.Duration) *Window { return &Window{max: max, width: width} }

// Wait waits for a window with room.
func (w *Window) Wait(ctx context.Context) error {
	for {
		w.mu.Lock()
		now := time.Now()
		if now.Sub(w.start) >= w.width {
			w.start, w.n = now, 0
		}
		if w.n < w.max {
			w.n++
			w.mu.Unlock()
			return nil
		}
		wait := w.width - now.Sub(w.start)
		w.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// Log keeps the times of the last sends.
type Log struct {
	sync.Mutex
	times []time.Time
}

// Wait waits until fewer than eight were sent within a second.
func (l *Log) Wait(ctx context.Context) error {
	for {
		l.Lock()
		now := time.Now()
		kept := l.times[:0]
		for _, t := range l.times {
			if now.Sub(t) < time.Second {
				kept = append(kept, t)
			}
		}
		l.times = kept
		if len(l.times) < 8 {
			l.times = append(l.times, now)
			l.Unlock()
			return nil
		}
		wait := time.Second - now.Sub(l.times[0])
		l.Unlock()
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Atomic reserves moments by compare and swap.
type Atomic struct {
	next atomic.Int64
	gap  time.Duration
}

// NewAtomic makes one.
func NewAtomic(perSecond int) *Atomic { return &Atomic{gap: time.Second / time.Duration(perSecond)} }

// Wait waits for its moment.
func (a *Atomic) Wait(context.Context) error {
	for {
		now := time.Now().UnixNano()
		next := a.next.Load()
		at := max(next, now)
		if a.next.CompareAndSwap(next, at+int64(a.gap)) {
			time.Sleep(time.Duration(at - now))
			return nil
		}
	}
}

// Leaky is a leaky bucket in floating point seconds.
type Leaky struct {
	mu    sync.Mutex
	level float64
	at    time.Time
}

// Wait waits until there is room for one.
func (l *Leaky) Wait(context.Context) error {
	const rate, size = 5.0, 3.0
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at.IsZero() {
		l.at = time.Now()
	}
	l.level = math.Max(0, l.level-time.Since(l.at).Seconds()*rate)
	l.at = time.Now()
	if over := l.level + 1 - size; over > 0 {
		time.Sleep(time.Duration(over / rate * float64(time.Second)))
		l.level -= over
		l.at = time.Now()
	}
	l.level++
	return nil
}

// Racy decides before it sleeps and keeps the decision after: callers at once all
// get through.
type Racy struct {
	mu   sync.Mutex
	last time.Time
}

// Wait waits, though not for each other.
func (r *Racy) Wait(context.Context) error {
	r.mu.Lock()
	d := 100*time.Millisecond - time.Since(r.last)
	r.mu.Unlock()
	if d > 0 {
		time.Sleep(d)
	}
	r.mu.Lock()
	r.last = time.Now()
	r.mu.Unlock()
	return nil
}

// Constant sleeps, and keeps nothing: callers at once all get through.
type Constant struct{}

// Wait waits.
func (Constant) Wait(context.Context) error {
	time.Sleep(100 * time.Millisecond)
	return nil
}
