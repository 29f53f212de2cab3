// Package alertfile reads the alert definitions of a repository and brings
// their conditions into one form: which metric, with which labels, counted or
// measured how, against which threshold.
//
// It reads Prometheus rules, Grafana alert rules, Datadog monitors, CloudWatch
// alarms and Google alert policies, in their own files, in Terraform and in
// CloudFormation. A condition in any other form is kept as it is written, and
// said not to be understood. Which item an alert answers is not decided here.
package alertfile
