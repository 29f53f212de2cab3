package loggers

import (
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
)

type Settings struct {
	Shop          string `json:"shop"`
	KlaviyoAPIKey string `json:"-"`
}

func Zap(l *zap.Logger) {
	key := os.Getenv("KLAVIYO_API_KEY")
	l.Info("start",
		zap.String("shop", "x"),
		zap.String("key", key), // want `zap\.String writes the private key \("KLAVIYO_API_KEY"\) to the log`
	)
	l.Sugar().Infow("start", "key", key) // want `zap\.SugaredLogger\.Infow writes the private key \("KLAVIYO_API_KEY"\) to the log`
	l.Sugar().Infof("start %s", key)     // want `zap\.SugaredLogger\.Infof writes the private key \("KLAVIYO_API_KEY"\) to the log`
	l.Info("start", zap.Int("len", len(key)), zap.Bool("set", key != ""))
}

func Zerolog(l zerolog.Logger) {
	key := os.Getenv("KLAVIYO_API_KEY")
	l.Info().
		Str("shop", "x").
		Str("key", key). // want `zerolog\.Event\.Str writes the private key \("KLAVIYO_API_KEY"\) to the log`
		Msg("start")
	l.Info().Msgf("key %s", key) // want `zerolog\.Event\.Msgf writes the private key \("KLAVIYO_API_KEY"\) to the log`
	l.Info().Str("key", key[:5]).Msg("start")
}

func Logrus() {
	key := os.Getenv("KLAVIYO_API_KEY")
	logrus.WithField("key", key).Info("start")                 // want `logrus\.WithField writes the private key \("KLAVIYO_API_KEY"\) to the log`
	logrus.WithFields(logrus.Fields{"key": key}).Warn("start") // want `logrus\.WithFields writes the private key \("KLAVIYO_API_KEY"\) to the log`
	logrus.WithFields(logrus.Fields{"n": len(key)}).Warn("start")
	logrus.Errorf("key %v", key) // want `logrus\.Errorf writes the private key \("KLAVIYO_API_KEY"\) to the log`
}

var calls = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "klaviyo_calls"}, []string{"key"})

func Metric(klaviyoAPIKey, path string) {
	calls.WithLabelValues(klaviyoAPIKey).Inc()                // want `prometheus\.CounterVec\.WithLabelValues writes the private key \("klaviyoAPIKey"\) into a metric`
	calls.With(prometheus.Labels{"key": klaviyoAPIKey}).Inc() // want `prometheus\.CounterVec\.With writes the private key \("klaviyoAPIKey"\) into a metric`
	calls.WithLabelValues(path).Inc()
}
