// Package retry has the signatures of the library that tests use.
package retry

type Option func()

func Do(f func() error, opts ...Option) error                              { return nil }
func DoWithData[T any](f func() (T, error), opts ...Option) (t T, _ error) { return t, nil }
func Attempts(n uint) Option                                               { return nil }
func RetryIf(f func(error) bool) Option                                    { return nil }
func Unrecoverable(err error) error                                        { return err }
