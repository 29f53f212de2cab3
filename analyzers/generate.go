package analyzers

//go:generate go run ../internal/docs/gen ..
