package alerts

import "strings"

// lines are what a module would add to have the metric of an alert, in the
// library that it counts with already; Prometheus where there is none.
func lines(a alert, library System, _ string) string {
	kind := "answers"
	switch a.item {
	case "E5":
		kind = "duration"
	case "E7":
		kind = "rejected"
	}
	texts, ok := snippets[library]
	if !ok {
		texts = snippets[Prometheus]
	}
	return strings.TrimSpace(texts[kind])
}

// snippets by library and by what is counted.
var snippets = map[System]map[string]string{
	Prometheus: {
		"answers": `
var requests = promauto.NewCounterVec(prometheus.CounterOpts{
	Name: "klaviyo_requests_total", Help: "Requests to Klaviyo by status; error when none came.",
}, []string{"code"})

// beside the call that sends:
resp, err := client.Do(req)
code := "error"
if err == nil {
	code = strconv.Itoa(resp.StatusCode)
}
requests.WithLabelValues(code).Inc()`,
		"duration": `
var duration = promauto.NewHistogram(prometheus.HistogramOpts{
	Name: "klaviyo_request_duration_seconds", Help: "Time to Klaviyo's answer.", Buckets: []float64{.1, .25, .5, 1, 2.5, 5, 7.5, 10, 30},
})

// beside the call that sends, also when it fails:
start := time.Now()
resp, err := client.Do(req)
duration.Observe(time.Since(start).Seconds())`,
		"rejected": `
var rejected = promauto.NewCounter(prometheus.CounterOpts{
	Name: "klaviyo_webhooks_rejected_total", Help: "Webhooks with a wrong signature.",
})

// where the signature is refused:
rejected.Inc()`,
	},
	OTel: {
		"answers": `
requests, _ := otel.Meter("klaviyo").Int64Counter("klaviyo.requests")

// beside the call that sends:
resp, err := client.Do(req)
code := "error"
if err == nil {
	code = strconv.Itoa(resp.StatusCode)
}
requests.Add(ctx, 1, metric.WithAttributes(attribute.String("code", code)))`,
		"duration": `
duration, _ := otel.Meter("klaviyo").Float64Histogram("klaviyo.request.duration", metric.WithUnit("s"),
	metric.WithExplicitBucketBoundaries(.1, .25, .5, 1, 2.5, 5, 7.5, 10, 30))

// beside the call that sends, also when it fails:
start := time.Now()
resp, err := client.Do(req)
duration.Record(ctx, time.Since(start).Seconds())`,
		"rejected": `
rejected, _ := otel.Meter("klaviyo").Int64Counter("klaviyo.webhooks.rejected")

// where the signature is refused:
rejected.Add(ctx, 1)`,
	},
	Datadog: {
		"answers": `
// beside the call that sends:
resp, err := client.Do(req)
code := "error"
if err == nil {
	code = strconv.Itoa(resp.StatusCode)
}
_ = stats.Incr("klaviyo.requests", []string{"code:" + code}, 1)`,
		"duration": `
// beside the call that sends, also when it fails:
start := time.Now()
resp, err := client.Do(req)
_ = stats.Distribution("klaviyo.request.duration", time.Since(start).Seconds(), nil, 1)`,
		"rejected": `
// where the signature is refused:
_ = stats.Incr("klaviyo.webhooks.rejected", nil, 1)`,
	},
}
