// Package secrets finds text in the shape of Klaviyo's private keys: in Go
// literals, also when split over constants, in struct tags, comments, embedded
// files, and in the configuration beside the code.
//
// Two shapes are keys wherever they stand. The third, pk_ and 34 alphanumerics,
// is a key only where its own declaration or statement says so: behind the
// Klaviyo-API-Key scheme, or assigned to a name that says klaviyo and key.
// What a value flows to is not known here: findings from there are merged in
// with [Merge].
package secrets
