// Package gin has the shape of the framework, as far as the fixtures need it.
package gin

import "net/http"

type H map[string]any

type HandlerFunc func(*Context)

type Context struct{ Request *http.Request }

func (c *Context) GetRawData() ([]byte, error)
func (c *Context) GetHeader(key string) string
func (c *Context) AbortWithStatus(code int)
func (c *Context) AbortWithStatusJSON(code int, v any)
func (c *Context) Status(code int)
func (c *Context) JSON(code int, v any)
func (c *Context) ShouldBindJSON(v any) error
func (c *Context) BindJSON(v any) error
func (c *Context) Next()

type Engine struct{}

func Default() *Engine
func (e *Engine) POST(path string, hs ...HandlerFunc)
func (e *Engine) Group(path string, hs ...HandlerFunc) *Engine
