package alerts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// WriteGrafana writes a file for the provisioning of alert rules
// (https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/).
func (p *Plan) WriteGrafana(w io.Writer) error {
	var b strings.Builder
	b.WriteString(p.header("grafana"))
	b.WriteString("apiVersion: 1\n")
	if len(p.rules) == 0 {
		if p.Empty() {
			b.WriteString("# Nothing here calls Klaviyo: no rules.\n")
		}
		b.WriteString("groups: []\n")
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString("groups:\n  - orgId: 1\n    name: klaviyo\n    folder: Klaviyo\n    interval: 1m\n    rules:\n")
	for i := range p.rules {
		r := &p.rules[i]
		query, err := p.measure(r)
		if err != nil {
			return err
		}
		limit := p.limit(r)
		if r.kind == anyEvent {
			limit = 0
		}
		for _, c := range r.comments {
			fmt.Fprintf(&b, "      # %s\n", oneLine(c))
		}
		fmt.Fprintf(&b, "      - uid: %s\n        title: %s\n        condition: B\n        data:\n", p.uid(r), r.name)
		fmt.Fprintf(&b, "          - refId: A\n            relativeTimeRange: {from: 600, to: 0}\n            datasourceUid: %s\n", yamlString(p.in.Datasource))
		b.WriteString("            model:\n              refId: A\n              instant: true\n              expr: |\n")
		for line := range strings.SplitSeq(query, "\n") {
			fmt.Fprintf(&b, "                %s\n", line)
		}
		b.WriteString("          - refId: B\n            relativeTimeRange: {from: 600, to: 0}\n            datasourceUid: __expr__\n")
		b.WriteString("            model:\n              refId: B\n              type: threshold\n              expression: A\n")
		fmt.Fprintf(&b, "              conditions:\n                - evaluator: {type: gt, params: [%s]}\n", number(limit))
		b.WriteString("        noDataState: OK\n        execErrState: Error\n        for: 0s\n        labels:\n")
		for _, l := range p.labels(r) {
			fmt.Fprintf(&b, "          %s: %s\n", yamlKey(l[0]), yamlString(l[1]))
		}
		b.WriteString("        annotations:\n")
		for _, a := range p.annotations(r) {
			fmt.Fprintf(&b, "          %s: %s\n", a[0], yamlString(strings.ReplaceAll(promTemplate(a[1]), "$", "$$")))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// uid names a rule for Grafana: the same from run to run, at most 40 characters.
func (p *Plan) uid(r *rule) string {
	sum := sha256.Sum256([]byte(p.in.Module + "\x00" + r.name))
	return "klaviyo-" + strings.ToLower(r.item) + "-" + hex.EncodeToString(sum[:8])
}
