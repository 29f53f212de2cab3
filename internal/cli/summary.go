package cli

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/printable"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// close ends a run in a form that people read with a line that counts: what was
// found, how grave it is, and what -fix would mend. A run without findings ends
// so on a terminal only. Machine formats leave stderr to what went wrong.
func (e *env) close(o *options, format string, found []report.Finding, done fixed) {
	if o.quiet || o.diff || format != "text" && format != "github" {
		return
	}
	if o.fix {
		fmt.Fprintln(e.stderr, done)
	}
	if len(found) == 0 {
		if isTerminal(e.stderr) {
			fmt.Fprintln(e.stderr, "no findings")
		}
		return
	}
	counts := map[config.Severity]int{}
	fixable := 0
	for _, f := range found {
		counts[f.Severity]++
		if f.Fix != nil {
			fixable++
		}
	}
	var parts []string
	for _, s := range []config.Severity{config.Error, config.Warning, config.Info} {
		if n := counts[s]; n > 0 && s == config.Info {
			parts = append(parts, fmt.Sprintf("%d info", n))
		} else if n > 0 {
			parts = append(parts, plural(n, s.String()))
		}
	}
	line := plural(len(found), "finding") + ": " + strings.Join(parts, ", ")
	if fixable > 0 && !o.fix {
		line += fmt.Sprintf(" (%d can be fixed: -fix)", fixable)
	}
	fmt.Fprintln(e.stderr, line)
}

// summary ends a verbose run, so that a clean run and a blind one differ.
func (e *env) summary(res *driver.Result, found, gone int) {
	if res.Gated {
		fmt.Fprintf(e.stderr, "%s scanned, none of them names Klaviyo; %s\n", plural(res.Scanned, "package"), plural(found, "finding"))
		return
	}
	fmt.Fprintf(e.stderr, "%s analysed of %d; %s; %s\n", plural(len(res.Packages), "package"), max(res.Scanned, len(res.Packages)), seen(res), plural(found, "finding"))
	e.cutShort(res)
	if gone > 0 {
		fmt.Fprintf(e.stderr, "%s of the baseline no longer found; -write-baseline drops them\n", plural(gone, "finding"))
	}
}

// cutShort names the packages that are too large to be followed whole: a call
// may be missing there.
func (e *env) cutShort(res *driver.Result) {
	for _, p := range res.Packages {
		if r, _ := p.ResultOf(requests.Analyzer).(*requests.Result); r != nil && r.Budget {
			fmt.Fprintf(e.stderr, "package %s is too large to be followed whole; calls of it may be missing\n", printable.Escape(klaviyo.MaskKeys(p.Path)))
		}
	}
}

// seen counts the Klaviyo requests, and those whose headers could still change
// out of sight, so that rules about headers stay silent.
func seen(res *driver.Result) string {
	n, packages, open := 0, 0, 0
	for _, p := range res.Packages {
		r, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if r == nil {
			continue
		}
		before := n
		for _, req := range r.Calls() {
			if judged(req) {
				n++
				if req.Headers.Open {
					open++
				}
			}
		}
		if n > before {
			packages++
		}
	}
	return fmt.Sprintf("%s in %s, %d not judged", plural(n, "Klaviyo request"), plural(packages, "package"), open)
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
