package lsp

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A call is a Klaviyo request that a file makes.
type call struct {
	request    *requests.Request
	start, end token.Position // of the call
	url        [2]token.Position
	chain      []token.Position // inner calls, in files of the package
}

// covers reports whether a finding stands at the call or at its address.
func (c *call) covers(f report.Finding) bool {
	at := func(p token.Position) bool { return p.Filename == f.File && p.Line == f.Line && p.Column == f.Col }
	return at(c.start) || c.url[0].IsValid() && at(c.url[0])
}

// calls returns the requests that stand in a file.
func (st *state) calls(file string) []*call {
	var out []*call
	for _, p := range st.result.Packages {
		res, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if res == nil {
			continue
		}
		for _, r := range res.Requests {
			if r.Evidence == "" || len(r.Build) == 0 || !r.Calls() {
				continue
			}
			place := r.Place(0)
			if !place.IsValid() {
				continue
			}
			c := &call{request: r, start: p.Fset.Position(place.Pos), end: p.Fset.Position(place.End)}
			for _, u := range r.Hosted() {
				if lit, ok := requests.PathPart(u); ok && lit.Src.Pos.IsValid() && lit.Src.Pkg == p.Path {
					c.url = [2]token.Position{p.Fset.Position(lit.Src.Pos), p.Fset.Position(lit.Src.End)}
					break
				}
			}
			if c.start.Filename != file && c.url[0].Filename != file {
				continue
			}
			for i := 1; i < len(r.Build) && i <= r.Local; i++ {
				if at := r.Place(i); at.IsValid() {
					c.chain = append(c.chain, p.Fset.Position(at.Pos))
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// span returns where a person points when asking about the request: at its
// address, else at the call.
func (c *call) span(st *state, file string) (span, bool) {
	from, to := c.url[0], c.url[1]
	if from.Filename != file {
		from, to = c.start, c.end
	}
	if from.Filename != file || !from.IsValid() {
		return span{}, false
	}
	t := st.text(file)
	r := span{t.at(from.Line, from.Column), t.at(to.Line, to.Column)}
	if from.Filename == c.start.Filename && from == c.start && r.End.Line != r.Start.Line {
		// Only the first line of a call over several.
		_, line := t.line(r.Start.Line)
		r.End = position{r.Start.Line, t.units(line)}
	}
	return r, true
}

// reference returns the page of an operation in Klaviyo's API reference.
func reference(ep *klaviyo.Endpoint) string {
	if ep.Operation == "" || ep.Stage == klaviyo.LegacyStage {
		return "https://developers.klaviyo.com/en/reference/api_overview"
	}
	return "https://developers.klaviyo.com/en/reference/" + ep.Operation
}

// markdown tells what is known about the request.
func (c *call) markdown() string {
	var b strings.Builder
	r := c.request
	methods, all := r.Methods()
	if !all {
		methods = append(methods, "?")
	}
	var urls []string
	for _, u := range r.URLs {
		urls = append(urls, u.Text.String())
	}
	slices.Sort(urls)
	fmt.Fprintf(&b, "**Klaviyo request** `%s %s`\n", strings.Join(methods, "|"), klaviyo.MaskKeys(strings.Join(slices.Compact(urls), " | ")))
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- %s: %s\n", name, klaviyo.MaskKeys(value))
		}
	}
	b.WriteString("\n")
	told := map[*klaviyo.Endpoint]bool{} // two forms of an address may lead to one
	for _, ep := range r.Endpoints() {
		if told[ep] {
			continue
		}
		told[ep] = true
		row("operation", fmt.Sprintf("[%s](%s), %s", ep.Operation, reference(ep), ep.Stage))
		row("scopes", strings.Join(ep.Scopes, ", "))
		row("limits", limits(ep))
		if ep.PageMax > 0 {
			row("page size", fmt.Sprintf("%d by default, %d at most", ep.PageDefault, ep.PageMax))
		}
	}
	var revisions []string
	for _, t := range r.Headers.Set["Revision"].Texts() {
		revisions = append(revisions, t.String())
	}
	if len(revisions) == 0 && r.Via.SDK == "" {
		revisions = []string{"not seen"}
	}
	slices.Sort(revisions)
	row("revision", strings.Join(slices.Compact(revisions), " | "))
	auth := string(r.Auth.Kind)
	if r.Auth.From != "" {
		auth += " from " + r.Auth.From
	}
	row("credential", auth)
	via := r.Via.Library
	if r.Via.SDK != "" {
		via = r.Via.SDK
	}
	row("sent by", strings.TrimSpace(via+" "+r.Via.Func))
	switch {
	case r.Client.Deadline || r.Client.Timeout:
		row("time limit", "set")
	case len(r.Client.Unlimited) > 0:
		row("time limit", "none")
	}
	if r.Headers.Open {
		row("not judged whole", r.Headers.Why+" could still change the headers")
	}
	return b.String()
}

func limits(ep *klaviyo.Endpoint) string {
	if ep.BurstPerSecond == 0 {
		return ""
	}
	s := fmt.Sprintf("%d a second, %d a minute", ep.BurstPerSecond, ep.SteadyPerMinute)
	if ep.PerDay > 0 {
		s += fmt.Sprintf(", %d a day", ep.PerDay)
	}
	if tier := ep.RateTier(); tier != "" {
		s += " (tier " + tier + ")"
	}
	return s
}
