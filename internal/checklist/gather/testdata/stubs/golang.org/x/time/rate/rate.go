// Package rate stands in for the package of that name: signatures alone.
package rate

import (
	"context"
	"math"
	"time"
)

type Limit float64

const Inf = Limit(math.MaxFloat64)

func Every(interval time.Duration) Limit { return 1 / Limit(interval.Seconds()) }

type Limiter struct{ l Limit }

type Reservation struct{ ok bool }

func (r *Reservation) OK() bool             { return r.ok }
func (r *Reservation) Delay() time.Duration { return 0 }
func (r *Reservation) Cancel()              {}

func NewLimiter(r Limit, b int) *Limiter { return &Limiter{r} }

func (l *Limiter) Wait(ctx context.Context) error { return ctx.Err() }
func (l *Limiter) Allow() bool                    { return true }
func (l *Limiter) Reserve() *Reservation          { return &Reservation{} }
