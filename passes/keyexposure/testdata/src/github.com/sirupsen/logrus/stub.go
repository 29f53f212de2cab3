// Package logrus has the shape of the logger, as far as the fixtures need it.
package logrus

type Fields map[string]any

type Entry struct{}

func (e *Entry) Info(args ...any)
func (e *Entry) Warn(args ...any)

func WithField(key string, value any) *Entry
func WithFields(f Fields) *Entry
func Errorf(format string, args ...any)
