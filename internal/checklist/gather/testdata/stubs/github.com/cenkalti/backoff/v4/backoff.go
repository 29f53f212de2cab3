// Package backoff stands in for the module of that name: signatures alone.
package backoff

import (
	"context"
	"time"
)

type BackOff interface {
	NextBackOff() time.Duration
	Reset()
}

type Operation func() error

type ExponentialBackOff struct{ InitialInterval, MaxInterval, MaxElapsedTime time.Duration }

func (b *ExponentialBackOff) NextBackOff() time.Duration { return b.InitialInterval }
func (b *ExponentialBackOff) Reset()                     {}

func NewExponentialBackOff() *ExponentialBackOff { return &ExponentialBackOff{} }

type ConstantBackOff struct{ Interval time.Duration }

func (b *ConstantBackOff) NextBackOff() time.Duration { return b.Interval }
func (b *ConstantBackOff) Reset()                     {}

func NewConstantBackOff(d time.Duration) *ConstantBackOff { return &ConstantBackOff{d} }

func WithMaxRetries(b BackOff, max uint64) BackOff { return b }

func WithContext(b BackOff, ctx context.Context) BackOff { return b }

func Permanent(err error) error { return err }

func Retry(o Operation, b BackOff) error { return o() }
