package klaviyo

import "time"

// Metrics counts requests. Status is the HTTP status, or "error" when no answer
// came; count it as it is, so that 401 and 429 can be told apart.
//
// With Prometheus:
//
//	type prom struct {
//		requests *prometheus.CounterVec   // klaviyo_requests_total{code}
//		duration prometheus.Histogram     // klaviyo_request_duration_seconds, with buckets above 5
//	}
//
//	func (p prom) Request(_, _, status string, took time.Duration) {
//		p.requests.WithLabelValues(status).Inc()
//		p.duration.Observe(took.Seconds())
//	}
//
// With OpenTelemetry:
//
//	func (o otel) Request(_, _, status string, took time.Duration) {
//		o.requests.Add(context.Background(), 1, metric.WithAttributes(attribute.String("code", status)))
//		o.duration.Record(context.Background(), took.Seconds())
//	}
type Metrics interface {
	Request(method, path, status string, took time.Duration)
}

// nothing counts nothing.
type nothing struct{}

func (nothing) Request(_, _, _ string, _ time.Duration) {}
