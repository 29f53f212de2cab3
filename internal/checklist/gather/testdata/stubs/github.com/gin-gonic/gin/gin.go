// Package gin stands in for the module of that name: signatures alone.
package gin

import "net/http"

type H map[string]any

type Context struct {
	Request *http.Request
}

func (c *Context) JSON(code int, obj any)                   {}
func (c *Context) String(code int, format string, v ...any) {}
func (c *Context) Status(code int)                          {}
func (c *Context) AbortWithStatus(code int)                 {}
func (c *Context) AbortWithStatusJSON(code int, obj any)    {}
func (c *Context) GetHeader(key string) string              { return c.Request.Header.Get(key) }
func (c *Context) GetRawData() ([]byte, error)              { return nil, nil }
func (c *Context) PostForm(key string) string               { return "" }
func (c *Context) Next()                                    {}

type HandlerFunc func(*Context)

type IRoutes interface{}

type Engine struct{}

func Default() *Engine { return &Engine{} }
func New() *Engine     { return &Engine{} }

func (e *Engine) GET(path string, h ...HandlerFunc) IRoutes        { return e }
func (e *Engine) POST(path string, h ...HandlerFunc) IRoutes       { return e }
func (e *Engine) Use(h ...HandlerFunc) IRoutes                     { return e }
func (e *Engine) Run(addr ...string) error                         { return nil }
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
