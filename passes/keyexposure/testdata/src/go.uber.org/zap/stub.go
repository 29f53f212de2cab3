// Package zap has the shape of the logger, as far as the fixtures need it.
package zap

type Field struct{ Key string }

func String(key, val string) Field
func Int(key string, val int) Field
func Bool(key string, val bool) Field

type Logger struct{}

func (l *Logger) Info(msg string, fields ...Field)
func (l *Logger) Sugar() *SugaredLogger

type SugaredLogger struct{}

func (s *SugaredLogger) Infow(msg string, kvs ...any)
func (s *SugaredLogger) Infof(format string, args ...any)
