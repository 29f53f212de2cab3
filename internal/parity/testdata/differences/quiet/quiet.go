// Package quiet has its findings silenced, in the two ways there are.
package quiet

// Klaviyo keys.
const (
	Own    = "pk_7c1e94ab52d80f63e7d1b9a4c05f82e63d" //klaviyolint:ignore hardcodedkey rotated
	Nolint = "pk_7c1e94ab52d80f63e7d1b9a4c05f82e63d" //nolint:klaviyolint // rotated
)
