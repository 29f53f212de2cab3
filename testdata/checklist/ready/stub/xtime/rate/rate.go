// Package rate has the signatures of golang.org/x/time/rate.
package rate

import "context"

type Limit float64

type Limiter struct{ l Limit }

func NewLimiter(r Limit, b int) *Limiter { return &Limiter{r} }

func (l *Limiter) Wait(ctx context.Context) error { return ctx.Err() }
func (l *Limiter) Allow() bool                    { return true }
