// Package env stands in for the module of that name: signatures alone.
package env

func Parse(v any) error { return nil }

func ParseAs[T any]() (T, error) {
	var t T
	return t, nil
}
