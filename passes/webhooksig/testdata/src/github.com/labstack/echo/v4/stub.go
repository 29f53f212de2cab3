// Package echo has the shape of the framework, as far as the fixtures need it.
package echo

import (
	"errors"
	"net/http"
)

type HandlerFunc func(Context) error

type Logger interface {
	Infof(format string, args ...any)
}

type Context interface {
	Request() *http.Request
	Logger() Logger
	Bind(v any) error
	JSON(code int, v any) error
	NoContent(code int) error
}

var ErrUnauthorized = errors.New("401")

func NewHTTPError(code int) error
