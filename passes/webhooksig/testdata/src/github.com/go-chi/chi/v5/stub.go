// Package chi has the shape of the router, as far as the fixtures need it.
package chi

import "net/http"

type Mux struct{}

func NewRouter() *Mux
func (m *Mux) With(mws ...func(http.Handler) http.Handler) *Mux
func (m *Mux) Post(path string, h http.HandlerFunc)
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request)
