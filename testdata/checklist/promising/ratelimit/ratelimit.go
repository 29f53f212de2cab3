// Package ratelimit is a name.
package ratelimit

// RateLimiter limits nothing.
type RateLimiter struct{}

// NewLimiter makes one.
func NewLimiter(perSecond float64, burst int) *RateLimiter { return &RateLimiter{} }

// Wait waits for nothing.
func (*RateLimiter) Wait() {}

// Allow always does.
func (*RateLimiter) Allow() bool { return true }
