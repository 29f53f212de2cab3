// Package fiber has the shape of the framework, as far as the fixtures need it.
package fiber

import "errors"

type Handler = func(*Ctx) error

type Ctx struct{}

func (c *Ctx) Body() []byte
func (c *Ctx) Get(key string, def ...string) string
func (c *Ctx) SendStatus(code int) error
func (c *Ctx) JSON(v any) error

var ErrUnauthorized = errors.New("401")

type App struct{}

func New() *App
func (a *App) Post(path string, hs ...Handler) *App
