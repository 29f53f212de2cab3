// Package zerolog has the shape of the logger, as far as the fixtures need it.
package zerolog

type Logger struct{}

func (l *Logger) Info() *Event

type Event struct{}

func (e *Event) Str(key, val string) *Event
func (e *Event) Msg(msg string)
func (e *Event) Msgf(format string, args ...any)
