// Package breaker is a name.
package breaker

// CircuitBreaker breaks nothing.
type CircuitBreaker struct{}

// Execute runs f.
func (*CircuitBreaker) Execute(f func() error) error { return f() }
