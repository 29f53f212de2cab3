// Package backoff has the signatures of the library that tests use.
package backoff

import "context"

type (
	BackOff            interface{ Reset() }
	ExponentialBackOff struct{}
)

func (*ExponentialBackOff) Reset()                       {}
func NewExponentialBackOff() *ExponentialBackOff         { return nil }
func WithContext(b BackOff, ctx context.Context) BackOff { return b }
func Retry(f func() error, b BackOff) error              { return nil }
func Permanent(err error) error                          { return err }
