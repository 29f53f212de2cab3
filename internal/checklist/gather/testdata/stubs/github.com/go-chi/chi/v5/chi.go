// Package chi stands in for the module of that name: signatures alone.
package chi

import "net/http"

type Router interface {
	http.Handler
	Use(middlewares ...func(http.Handler) http.Handler)
	Get(pattern string, h http.HandlerFunc)
	Post(pattern string, h http.HandlerFunc)
	Route(pattern string, fn func(r Router)) Router
	Group(fn func(r Router)) Router
	With(middlewares ...func(http.Handler) http.Handler) Router
}

type Mux struct{ h http.Handler }

func NewRouter() *Mux { return &Mux{} }

func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request)           {}
func (m *Mux) Use(middlewares ...func(http.Handler) http.Handler)         {}
func (m *Mux) Get(pattern string, h http.HandlerFunc)                     {}
func (m *Mux) Post(pattern string, h http.HandlerFunc)                    {}
func (m *Mux) Route(pattern string, fn func(r Router)) Router             { return m }
func (m *Mux) Group(fn func(r Router)) Router                             { return m }
func (m *Mux) With(middlewares ...func(http.Handler) http.Handler) Router { return m }
