// Package alerts writes alert definitions for the metrics that a code base emits
// for Klaviyo's answers: Prometheus rules, Datadog monitors, Grafana alert rules,
// and unit tests for promtool.
//
// No metric, no rule: an alert on a series that nothing emits is silent for ever
// and looks like safety. What is missing is told, with the lines that would add
// it.
package alerts
