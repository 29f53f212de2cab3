package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// logs recognises functions of loggers, which change nothing that they are
// given.
func logs(name string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == '.' || c == '/' }) {
		switch w {
		case "log", "slog", "zap", "logrus", "zerolog", "logr", "glog", "klog", "sentry":
			return true
		}
		if strings.HasSuffix(w, "logger") {
			return true
		}
	}
	low := strings.ToLower(ir.Base(name))
	for _, level := range []string{"trace", "debug", "info", "warn", "error", "print"} {
		if rest, ok := strings.CutPrefix(low, level); ok {
			switch rest {
			case "", "f", "w", "ln", "ing", "ctx", "context":
				return true
			}
		}
	}
	return false
}
