package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/printable"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// close ends a run in a form that people read with a line that counts: what was
// found, how grave it is, what -fix would mend, and what the baseline hides. A run
// without findings ends so on a terminal only. Machine formats leave stderr to what
// went wrong.
func (e *env) close(o *options, format string, found []report.Finding, done fixed, accepted int) {
	if o.quiet || o.diff || format != "text" && format != "github" {
		return
	}
	if o.fix {
		fmt.Fprintln(e.stderr, done)
	}
	if len(found) == 0 {
		if isTerminal(e.stderr) {
			fmt.Fprintln(e.stderr, "no findings"+inBaseline(accepted))
		}
		return
	}
	counts := map[config.Severity]int{}
	for _, f := range found {
		counts[f.Severity]++
	}
	var parts []string
	for _, s := range []config.Severity{config.Error, config.Warning, config.Info} {
		if n := counts[s]; n > 0 && s == config.Info {
			parts = append(parts, fmt.Sprintf("%d info", n))
		} else if n > 0 {
			parts = append(parts, plural(n, s.String()))
		}
	}
	line := plural(len(found), "finding")
	if o.fix {
		line += " left" // or new: a mended call can be wrong in other ways
	}
	fmt.Fprintln(e.stderr, line+": "+strings.Join(parts, ", ")+fixable(o, found)+inBaseline(accepted))
}

// fixable says which flags would fix how many of the findings.
func fixable(o *options, found []report.Finding) string {
	ready, waiting := 0, 0 // those of waiting change behaviour
	for _, f := range found {
		if f.Fix != nil {
			ready++
		} else if len(f.Choices) > 0 {
			waiting++
		}
	}
	var parts []string
	switch {
	case o.fix: // what was ready is done, or could not be
	case ready > 0 && o.unsafe:
		parts = append(parts, fmt.Sprintf("%d can be fixed: -fix -unsafe-fixes", ready))
	case ready > 0:
		parts = append(parts, fmt.Sprintf("%d can be fixed: -fix", ready))
	}
	switch {
	case waiting == 0:
	case parts == nil:
		parts = append(parts, fmt.Sprintf("%d can be fixed: -fix -unsafe-fixes", waiting))
	default:
		parts = append(parts, fmt.Sprintf("%d more: -fix -unsafe-fixes", waiting))
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// inBaseline counts the findings that the baseline hides.
func inBaseline(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %d in the baseline", n)
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

// mostNamed is how many packages or functions one line names.
const mostNamed = 5

// blind tells, in every run, that Klaviyo's host, scheme or SDK was seen and none
// of its requests could be judged: that is no clean run.
func (e *env) blind(res *driver.Result) {
	var naming []string
	for _, p := range res.Packages {
		r, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if r == nil {
			continue
		}
		for _, req := range r.Calls() {
			if judged(req) {
				return
			}
		}
		if r.Speaks {
			why := "nothing here sends it a request"
			if len(r.Cut) > 0 {
				why = "too large to be followed whole"
			}
			naming = append(naming, printable.Escape(klaviyo.MaskKeys(p.Path))+" ("+why+")")
		}
	}
	if len(naming) > 0 {
		fmt.Fprintf(e.stderr, "%s: %s, and no request could be followed: %s\n", progname(), name(len(naming)), few(naming))
	}
}

func name(n int) string {
	if n == 1 {
		return "1 package names Klaviyo"
	}
	return fmt.Sprintf("%d packages name Klaviyo", n)
}

// few lists some words, and says how many more there are.
func few(words []string) string {
	if n := len(words) - mostNamed; n > 0 {
		return strings.Join(words[:mostNamed], ", ") + fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(words, ", ")
}

// cutShort names what was not followed to its end, and why: a call may be missing
// there; and calls whose headers are not known.
func (e *env) cutShort(res *driver.Result) {
	e.cut(res)
	for _, p := range res.Packages {
		r, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if r == nil {
			continue
		}
		for _, req := range r.Calls() {
			if judged(req) && req.Headers.Open {
				at := p.Fset.Position(req.Place(req.Local).Pos)
				fmt.Fprintf(e.stderr, "%s:%d: headers not judged: %s\n", printable.Escape(klaviyo.MaskKeys(relative(at.Filename))), at.Line, req.Headers.Why)
			}
		}
	}
}

// cut names what was not followed to its end.
func (e *env) cut(res *driver.Result) {
	for _, p := range res.Packages {
		r, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if r == nil {
			continue
		}
		if len(r.Cut) > 0 {
			fmt.Fprintf(e.stderr, "package %s: %s not followed to the end, for lack of steps: %s; calls of it may be missing\n", printable.Escape(klaviyo.MaskKeys(p.Path)), plural(len(r.Cut), "function"), few(r.Cut))
		} else if r.Budget {
			fmt.Fprintf(e.stderr, "package %s is too large to be followed whole; calls of it may be missing\n", printable.Escape(klaviyo.MaskKeys(p.Path)))
		}
	}
}

// relative writes a file's name as seen from the working directory.
func relative(file string) string {
	if dir, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(dir, file); err == nil && !strings.HasPrefix(rel, "..") {
			return rel
		}
	}
	return file
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
