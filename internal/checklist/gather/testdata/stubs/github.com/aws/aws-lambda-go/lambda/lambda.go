// Package lambda stands in for the package of that name: signatures alone.
package lambda

func Start(handler any) {}
