// Package retry has the signatures of the library that tests use.
package retry

import (
	"context"
	"time"
)

type Backoff interface{ Next() (time.Duration, bool) }

func NewFibonacci(d time.Duration) Backoff                                       { return nil }
func Do(ctx context.Context, b Backoff, f func(ctx context.Context) error) error { return nil }
func RetryableError(err error) error                                             { return err }
