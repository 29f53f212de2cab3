// Package zap stands in for the module of that name: signatures alone.
package zap

type Field struct{ Key string }

func String(key, val string) Field  { return Field{key} }
func Int(key string, val int) Field { return Field{key} }
func Error(err error) Field         { return Field{"error"} }

type Logger struct{}

func NewProduction() (*Logger, error) { return &Logger{}, nil }

func (l *Logger) Debug(msg string, f ...Field) {}
func (l *Logger) Info(msg string, f ...Field)  {}
func (l *Logger) Warn(msg string, f ...Field)  {}
func (l *Logger) Error(msg string, f ...Field) {}
func (l *Logger) Fatal(msg string, f ...Field) {}
func (l *Logger) Sugar() *SugaredLogger        { return &SugaredLogger{} }

type SugaredLogger struct{}

func (s *SugaredLogger) Infow(msg string, kv ...any)        {}
func (s *SugaredLogger) Errorw(msg string, kv ...any)       {}
func (s *SugaredLogger) Warnf(template string, args ...any) {}
