// Package cleanhttp has the signatures of the library that tests use.
package cleanhttp

import "net/http"

func DefaultClient() *http.Client       { return nil }
func DefaultPooledClient() *http.Client { return nil }
