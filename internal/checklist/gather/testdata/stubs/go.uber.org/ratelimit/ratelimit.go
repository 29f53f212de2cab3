// Package ratelimit stands in for the module of that name: signatures alone.
package ratelimit

import "time"

type Limiter interface{ Take() time.Time }

type Option interface{ apply() }

type slack int

func (slack) apply() {}

var WithoutSlack Option = slack(0)

func WithSlack(n int) Option { return slack(n) }

type limiter struct{}

func (limiter) Take() time.Time { return time.Time{} }

func New(rate int, opts ...Option) Limiter { return limiter{} }
