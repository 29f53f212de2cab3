// Package e2e holds tests of the whole suite over programs of several
// packages, loaded as the klaviyolint command loads them.
package e2e
