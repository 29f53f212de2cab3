package alerts

import (
	"time"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// A System is what a metric is sent with.
type System string

const (
	Prometheus System = "prometheus" // client_golang and what is scraped like it
	OTel       System = "otel"       // OpenTelemetry, exported to Prometheus
	Datadog    System = "datadog"    // DogStatsD
	StatsD     System = "statsd"     // plain StatsD and others without labels
)

// A Kind is the kind of a metric.
type Kind string

const (
	Counter      Kind = "counter"
	Gauge        Kind = "gauge"
	Histogram    Kind = "histogram"
	Summary      Kind = "summary"
	Distribution Kind = "distribution" // Datadog's, with percentiles over all hosts
	Timing       Kind = "timing"       // StatsD timers and Datadog histograms: percentiles for each host
)

// A Purpose is what a metric counts.
type Purpose string

const (
	Answers    Purpose = "answers"    // of Klaviyo, or of all hosts
	NoAnswers  Purpose = "no answers" // transport errors alone
	Durations  Purpose = "durations"  // of requests
	Rejections Purpose = "rejections" // refused signatures of webhooks
)

// A Metric is one that the code emits.
type Metric struct {
	Name    string // as it is made: namespace and subsystem included, dots kept
	System  System
	Kind    Kind
	Purpose Purpose
	// Unit of a duration: "s", "ms", or what the library says; "" when not known.
	Unit string
	// Status is the label whose value flows from the status; "" for none.
	Status string
	// Classes is set where that label holds classes such as 4xx. Class is how
	// one is written: "4xx", "4XX", "4".
	Classes bool
	Class   string
	// NoAnswer is the value of the status label without an answer; "" where
	// none is set.
	NoAnswer string
	// Silent is a label, with its value, that only requests without an answer have,
	// beside the label with the status; nil for none.
	Silent map[string]string
	// Host is the label that tells Klaviyo from other hosts; Shared is set where
	// other hosts are counted too.
	Host   string
	Shared bool
	// Fixed are labels with one value that select what the metric is asked for.
	Fixed map[string]string
	// Buckets are the upper bounds of a histogram, nil when not known.
	Buckets []float64
	// Objectives are the quantiles of a summary.
	Objectives []float64
	// Counts are the statuses with which the code is seen to count, of 200, 400, 401, 403,
	// 404, 409, 429, 500, 503 and 0 for no answer; nil where a wrapper of the transport counts
	// them all.
	Counts []int
	// VMRange is set for histograms that Prometheus cannot compute a quantile of.
	VMRange bool
	// Zeroed is set where the code sets the refusals to 0 at start, so that the
	// first one is an increase.
	Zeroed bool
	// Made is where it is made, Counted where it is counted: "file.go:12".
	Made, Counted string
}

// An Input is what alerts are written from.
type Input struct {
	Version string // of klaviyolint
	Module  string
	Calls   int // to Klaviyo
	Handler bool
	Metrics []Metric
	// Library is what the module counts with already: the one whose lines are
	// shown for a metric that is missing.
	Library System
	// Unknown are metrics whose name the code does not tell, with their places:
	// nothing is written for them.
	Unknown  []string
	Settings config.Alerts
	// Runbook is the address of the runbook; "" for none. Alerts link to it with
	// their name as anchor.
	Runbook string
	// Assume is the name of a counter that is still to come; "" for none.
	Assume string
	// UTF8 keeps the dots of OpenTelemetry's names, as Prometheus 3 can.
	UTF8 bool
	// By splits rules by a label, such as job; "" for the service as a whole.
	By string
	// Datasource is Grafana's uid of the data source.
	Datasource string
}

// An alert is one of the five.
type alert struct {
	name     string
	item     string
	priority string // P1 or P2
	statuses string // in words
	summary  string
	advice   string
}

var five = []alert{
	{"KlaviyoAuthFailure", "E3", "P1", "401 and 403", "Klaviyo refuses the key (401 or 403)",
		"The key may be revoked, or lacks a scope: run klaviyolint preflight. A 403 with HTML comes from something in front of Klaviyo."},
	{"KlaviyoUnreachable", "E4", "P1", "5xx and failed connections", "Klaviyo fails or cannot be reached",
		"Look at https://status.klaviyo.com; switch Klaviyo off if it lasts."},
	{"KlaviyoRateLimited", "E2", "P2", "429", "Klaviyo limits the request rate (429)",
		"Lower the request rate: klaviyolint inventory -limits shows what is allowed."},
	{"KlaviyoHighLatency", "E5", "P2", "", "Klaviyo answers slowly",
		"The network, or load at Klaviyo."},
	{"KlaviyoWebhookRejected", "E7", "P2", "", "a webhook with a wrong signature was refused",
		"The signing secret differs, or somebody else is posting."},
}

// Numbers of the rules, with the defaults of the configuration.
func (in *Input) rateLimited() float64 { return float64(in.Settings.RateLimitedPerMinute) }
func (in *Input) errors() float64      { return float64(in.Settings.ErrorsPerMinute) }

func (in *Input) latency() time.Duration { return duration(in.Settings.LatencyP95, 5*time.Second) }

// window is that of rates: four scrapes, and at least a minute. increase over
// one minute needs two scrapes within it; a mean over five hides a burst.
func (in *Input) window() time.Duration {
	return max(time.Minute, 4*duration(in.Settings.ScrapeInterval, 30*time.Second))
}

func duration(s string, none time.Duration) time.Duration {
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return d
	}
	return none
}

// severity is the word for a priority: the first of the configuration's.
func (in *Input) severity(priority string) string {
	words, none := in.Settings.P1, "critical"
	if priority == "P2" {
		words, none = in.Settings.P2, "warning"
	}
	if len(words) == 0 {
		return none
	}
	return words[0]
}
