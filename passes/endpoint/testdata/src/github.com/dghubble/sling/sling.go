// Package sling has the signatures of the library that tests use.
package sling

import "net/http"

type Sling struct{}

func New() *Sling                                             { return nil }
func (s *Sling) New() *Sling                                  { return s }
func (s *Sling) Base(u string) *Sling                         { return s }
func (s *Sling) Set(k, v string) *Sling                       { return s }
func (s *Sling) Get(p string) *Sling                          { return s }
func (s *Sling) ReceiveSuccess(v any) (*http.Response, error) { return nil, nil }
