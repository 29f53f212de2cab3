package deploy

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// monitor finds scrape targets of Prometheus and Grafana checks that ask the
// status page. They repeat by themselves, and their series or state is what is
// done with the answer.
func (r *reader) monitor(d *Document) {
	if Get(d.Node, "scrape_configs") != nil {
		for _, job := range Items(Get(d.Node, "scrape_configs")) {
			r.scrape(d, job, "static_configs", "targets")
		}
		return
	}
	switch Text(Get(d.Node, "kind")) {
	case "Probe":
		for _, t := range Items(Get(d.Node, "spec", "targets", "staticConfig", "static")) {
			r.statusCheck(d, t, "Prometheus probe")
		}
	case "ScrapeConfig":
		for _, c := range Items(Get(d.Node, "spec", "staticConfigs")) {
			for _, t := range Items(Get(c, "targets")) {
				r.statusCheck(d, t, "Prometheus scrape target")
			}
		}
	}
	if Text(Get(d.Node, "type")) == "api" && Get(d.Node, "config", "request", "url") != nil {
		r.statusCheck(d, Get(d.Node, "config", "request", "url"), "Datadog check")
	}
}

func (r *reader) scrape(d *Document, job *yaml.Node, lists ...string) {
	for _, c := range Items(Get(job, lists[0])) {
		for _, t := range Items(Get(c, lists[1])) {
			r.statusCheck(d, t, "Prometheus scrape target")
		}
	}
}

func (r *reader) statusCheck(d *Document, n *yaml.Node, by string) {
	if url := statusURL(Text(n)); url != "" || strings.TrimSuffix(Text(n), "/") == "https://status.klaviyo.com" && strings.HasPrefix(by, "Prometheus") {
		if url == "" {
			return // the page for people says nothing to a machine
		}
		r.files.StatusChecks = append(r.files.StatusChecks, StatusCheck{Place: d.At(n), URL: url, By: by, Repeats: true, Acts: true})
	}
}
