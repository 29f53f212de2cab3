// Package zerolog stands in for the module of that name: signatures alone.
package zerolog

type Event struct{}

func (e *Event) Err(err error) *Event         { return e }
func (e *Event) Int(key string, i int) *Event { return e }
func (e *Event) Str(key, val string) *Event   { return e }
func (e *Event) Msg(msg string)               {}
func (e *Event) Send()                        {}

type Logger struct{}

func (l *Logger) Debug() *Event { return nil }
func (l *Logger) Info() *Event  { return nil }
func (l *Logger) Warn() *Event  { return nil }
func (l *Logger) Error() *Event { return nil }
