// Package gobreaker stands in for the module of that name: signatures alone.
package gobreaker

import "time"

type Counts struct{ Requests, TotalSuccesses, TotalFailures, ConsecutiveSuccesses, ConsecutiveFailures uint32 }

type Settings struct {
	Name         string
	MaxRequests  uint32
	Interval     time.Duration
	Timeout      time.Duration
	ReadyToTrip  func(counts Counts) bool
	IsSuccessful func(err error) bool
}

type CircuitBreaker[T any] struct{ name string }

func NewCircuitBreaker[T any](st Settings) *CircuitBreaker[T] { return &CircuitBreaker[T]{st.Name} }

func (cb *CircuitBreaker[T]) Execute(req func() (T, error)) (T, error) { return req() }
