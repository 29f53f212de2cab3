package cli

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A call is one Klaviyo call as the inventory shows it. Strings with parts
// that are not known show them as {?}.
type call struct {
	Package   string   `json:"package"`
	Posn      string   `json:"posn"`
	Via       string   `json:"via"`                 // HTTP library or SDK, and the function called
	Method    []string `json:"method"`              // possible ones; empty where unknown
	URL       []string `json:"url"`                 // alternatives
	Operation []string `json:"operation,omitempty"` // of Klaviyo's specification
	Revision  []string `json:"revision,omitempty"`  // values of the header; "" where it may be unset
	Auth      string   `json:"auth"`
	Client    string   `json:"client,omitempty"`
	Scopes    []string `json:"scopes,omitempty"`
	RateTier  []string `json:"rate_tier,omitempty"`
	Chain     []string `json:"chain,omitempty"`    // calls that led there, outermost first
	Open      string   `json:"open,omitempty"`     // what could still change the headers, which keeps rules silent
	Evidence  string   `json:"evidence,omitempty"` // what makes it Klaviyo's

	at token.Position
}

func init() {
	register(&command{
		name: "inventory", args: "[packages]", group: understand,
		summary: "list every Klaviyo call in the code",
		bind: func(o *options, fs *flag.FlagSet) action {
			loadFlags(o, fs)
			settingFlags(o, fs)
			fs.BoolVar(&o.json, "json", o.json, "print JSON")
			fs.BoolVar(&o.verbose, "v", o.verbose, "show the chain of calls too, and what keeps rules silent")
			return func(e *env, args []string) int { return runInventory(e, o, args) }
		},
	})
}

// runInventory lists every Klaviyo call that the request model sees.
func runInventory(e *env, o *options, patterns []string) int {
	if err := o.chdir(); err != nil {
		return e.fail("%v", err)
	}
	run, err := e.prepare(o, patterns)
	if err != nil {
		return e.fail("%v", err)
	}
	run.opts.Rules = nil
	run.opts.Helpers = []*analysis.Analyzer{requests.Analyzer}
	res, err := e.analyse(run)
	if err != nil {
		return e.interrupted(err)
	}
	calls := inventory(res)
	code := exitClean
	if o.json {
		code = e.printJSON(calls)
	} else {
		var buf bytes.Buffer
		for _, c := range calls {
			c.text(&buf, run.dir, o.verbose)
		}
		if _, err := e.masked().Write(buf.Bytes()); err != nil {
			return e.fail("%v", err)
		}
	}
	e.cutShort(res)
	if e.trouble(run, res) == exitTrouble || codeErrors(res) && len(calls) == 0 {
		code = exitTrouble
	}
	return code
}

// inventory collects the calls of all analysed packages, by position.
func inventory(res *driver.Result) []call {
	calls := []call{}
	for _, p := range res.Packages {
		r, _ := p.ResultOf(requests.Analyzer).(*requests.Result)
		if r == nil {
			continue
		}
		for _, req := range r.Calls() {
			if judged(req) {
				calls = append(calls, newCall(p, req))
			}
		}
	}
	slices.SortStableFunc(calls, func(a, b call) int {
		return cmp.Or(cmp.Compare(a.at.Filename, b.at.Filename), cmp.Compare(a.at.Offset, b.at.Offset), slices.Compare(a.URL, b.URL), slices.Compare(a.Chain, b.Chain))
	})
	return calls
}

// judged reports whether a request is Klaviyo's and this package's own.
func judged(r *requests.Request) bool { return r.Evidence != "" && len(r.Build) > 0 && r.Calls() }

func newCall(p *driver.Package, r *requests.Request) call {
	posn := func(i int) string {
		if at := r.Place(i); at.IsValid() {
			return p.Fset.Position(at.Pos).String()
		}
		return ""
	}
	c := call{
		Package: p.Path, Posn: posn(0), at: p.Fset.Position(r.Place(0).Pos),
		Auth: string(r.Auth.Kind), Evidence: r.Evidence,
		Method: []string{}, URL: []string{},
	}
	if r.Auth.From != "" {
		c.Auth += " from " + r.Auth.From
	}
	c.Via = strings.TrimSpace(cmp.Or(r.Via.SDK, r.Via.Library) + " " + r.Via.Func)
	methods, _ := r.Methods()
	c.Method = append(c.Method, methods...)
	for _, u := range r.URLs {
		c.URL = append(c.URL, u.Text.String())
	}
	for _, t := range r.Headers.Set["Revision"].Texts() {
		c.Revision = append(c.Revision, t.String())
	}
	if r.Headers.Open {
		c.Open = r.Headers.Why
		if r.Headers.At.IsValid() {
			c.Open += " at " + p.Fset.Position(r.Headers.At).String()
		}
	}
	for _, ep := range r.Endpoints() {
		c.Operation = append(c.Operation, ep.Operation)
		c.Scopes = append(c.Scopes, ep.Scopes...)
		c.RateTier = append(c.RateTier, ep.RateTier())
	}
	for _, list := range []*[]string{&c.URL, &c.Operation, &c.Revision, &c.Scopes, &c.RateTier} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	c.Client = clientOf(r)
	for i := 1; i < len(r.Build); i++ {
		if s := posn(i); s != "" && i <= r.Local {
			c.Chain = append(c.Chain, s)
		} else {
			c.Chain = append(c.Chain, r.Build[i].Fn.Name)
		}
	}
	return c
}

// clientOf says in words what sends a request.
func clientOf(r *requests.Request) string {
	var words []string
	for _, w := range []struct {
		on   bool
		text string
	}{
		{r.Client.Library != "", r.Client.Library},
		{r.Client.Default, "default client"},
		{r.Client.Injected, "client from outside"},
		{r.Client.Timeout, "timeout"},
		{r.Client.Deadline, "deadline"},
		{r.Client.Retries, "retries"},
		{r.Client.Insecure, "unverified TLS"},
	} {
		if w.on {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, ", ")
}

// text prints a call: where, what, and under it what is known.
func (c call) text(w *bytes.Buffer, dir string, verbose bool) {
	short := func(posn string) string { return strings.TrimPrefix(posn, dir+string(filepath.Separator)) }
	or := func(list []string, none string) string {
		if len(list) == 0 {
			return none
		}
		return strings.Join(list, " | ")
	}
	fmt.Fprintf(w, "%s: %s %s\n", short(c.Posn), or(c.Method, "?"), or(c.URL, "?"))
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "\t%-10s %s\n", name, value)
		}
	}
	line("operation", or(c.Operation, ""))
	line("revision", or(c.Revision, "not seen"))
	line("auth", c.Auth)
	line("client", c.Client)
	line("via", c.Via)
	line("scopes", strings.Join(c.Scopes, " "))
	line("rate tier", or(c.RateTier, ""))
	if verbose {
		for i := range c.Chain {
			c.Chain[i] = short(c.Chain[i])
		}
		line("through", strings.Join(c.Chain, " > "))
		line("open", strings.ReplaceAll(c.Open, dir+string(filepath.Separator), ""))
		line("evidence", c.Evidence)
	}
}
