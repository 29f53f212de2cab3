// Package echo stands in for the module of that name: signatures alone.
package echo

import "net/http"

type Context interface {
	Request() *http.Request
	FormValue(name string) string
	JSON(code int, i any) error
	String(code int, s string) error
	NoContent(code int) error
}

type HandlerFunc func(c Context) error

type MiddlewareFunc func(next HandlerFunc) HandlerFunc

type Route struct{}

type Echo struct{}

type HTTPError struct{ Code int }

func (e *HTTPError) Error() string { return "" }

func NewHTTPError(code int, message ...any) *HTTPError { return &HTTPError{code} }

func New() *Echo { return &Echo{} }

func (e *Echo) GET(path string, h HandlerFunc, m ...MiddlewareFunc) *Route  { return nil }
func (e *Echo) POST(path string, h HandlerFunc, m ...MiddlewareFunc) *Route { return nil }
func (e *Echo) Use(m ...MiddlewareFunc)                                     {}
func (e *Echo) Start(address string) error                                  { return nil }
