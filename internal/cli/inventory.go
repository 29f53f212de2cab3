package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

func init() {
	register(&command{
		name: "inventory", args: "[packages]", group: understand,
		summary: "list every Klaviyo call in the code, with operation, revision, scopes and limits",
		text: "A row is one call, at the function that determines its path and method. A wrapper that takes the path from its callers has no row of its own (-v shows it). " +
			"If a path may mean several operations, the row names one of them and says \"likely\". Scopes in brackets are those that only some of the operations need.",
		examples: []example{
			{"inventory -by endpoint ./...", "one line for each endpoint"},
			{"inventory -scopes ./...", "the scopes to tick on Klaviyo's page for a private key"},
			{"inventory -scopes -diff events:write,profiles:write ./...", "what a key lacks, and what it has without need"},
			{"inventory -format mermaid ./...", "a diagram: packages, clients, endpoints"},
		},
		bind: bindInventory,
	})
}

type inventoryFlags struct {
	*options
	by, format, diff string
	scopes, limits   bool
}

func bindInventory(o *options, fs *flag.FlagSet) action {
	f := &inventoryFlags{options: o}
	loadFlags(o, fs)
	settingFlags(o, fs)
	fs.StringVar(&f.by, "by", "call", "one row for each `"+strings.Join(inventory.Groupings(), "|")+"`")
	fs.StringVar(&f.format, "format", "", "print as `"+strings.Join(inventory.Formats(), "|")+"`")
	fs.BoolVar(&o.json, "json", o.json, "the same as -format json")
	fs.BoolVar(&f.scopes, "scopes", false, "print the scopes that the calls need, one a line")
	fs.StringVar(&f.diff, "diff", "", "with -scopes: mark what is missing from these `scopes`, separated by commas, and what is surplus; exit code 1 when one is missing")
	fs.BoolVar(&f.limits, "limits", false, "show the limits per day too")
	fs.BoolVar(&o.verbose, "v", o.verbose, "show wrappers, chains of calls, and what keeps rules silent")
	return func(e *env, args []string) int { return e.inventory(f, args) }
}

// inventory lists every Klaviyo call that the request model sees.
func (e *env) inventory(f *inventoryFlags, patterns []string) int {
	if err := f.check(); err != nil {
		return e.fail("%v", err)
	}
	if err := f.chdir(); err != nil {
		return e.fail("%v", err)
	}
	run, err := e.prepare(f.options, patterns)
	if err != nil {
		return e.fail("%v", err)
	}
	if run.configErr != nil {
		return e.trouble(run, nil)
	}
	run.opts.Rules = nil
	run.opts.Helpers = []*analysis.Analyzer{requests.Analyzer}
	run.opts.Whole = f.format == "json" && !f.scopes
	res, err := e.analyse(run)
	if err != nil {
		return e.interrupted(err)
	}
	if nowhere(res) {
		return e.trouble(run, res)
	}
	root := run.dir // a person at a terminal opens files from there
	if f.format != "text" {
		root = gather.Root(res, run.dir)
	}
	doc := inventory.Collect(gather.Module(res), root, gather.Sources(res))
	if run.opts.Whole {
		gather.Annotate(res, root, doc, run.opts.Settings)
	}
	var buf bytes.Buffer
	code := exitClean
	if f.scopes {
		code, err = f.writeScopes(e, &buf, doc, run.opts.Settings)
	} else {
		err = doc.Write(&buf, f.format, inventory.Options{By: inventory.By(f.by), Verbose: f.verbose, Limits: f.limits, Day: run.opts.Settings.Day})
	}
	if err == nil {
		_, err = e.masked().Write(buf.Bytes())
	}
	if err != nil {
		return e.fail("%v", err)
	}
	e.cutShort(res)
	if e.trouble(run, res) == exitTrouble || codeErrors(res) && len(doc.Calls) == 0 {
		code = exitTrouble
	}
	return code
}

func (f *inventoryFlags) check() error {
	if f.format == "" {
		f.format = "text"
		if f.json {
			f.format = "json"
		}
	} else if f.json && f.format != "json" {
		return fmt.Errorf("-json and -format %s exclude each other", f.format)
	}
	if !slices.Contains(inventory.Formats(), f.format) {
		return fmt.Errorf("unknown format %q: want %s", f.format, strings.Join(inventory.Formats(), ", "))
	}
	if !slices.Contains(inventory.Groupings(), f.by) {
		return fmt.Errorf("-by %s: want %s", f.by, strings.Join(inventory.Groupings(), ", "))
	}
	if f.scopes && f.format != "text" && f.format != "json" {
		return fmt.Errorf("-scopes prints text or json, not %s", f.format)
	}
	if f.diff != "" && !f.scopes {
		return fmt.Errorf("-diff needs -scopes")
	}
	return nil
}

// writeScopes prints what each key needs; the exit code is 1 when a scope is
// missing.
func (f *inventoryFlags) writeScopes(e *env, buf *bytes.Buffer, doc *inventory.Document, s *config.Settings) (int, error) {
	keys := s.Keys
	if f.diff != "" {
		list, err := config.ParseScopes(f.diff)
		if err != nil {
			return exitTrouble, fmt.Errorf("-diff: %v", err)
		}
		keys = []config.KeyRow{{Scopes: list}}
	}
	needs := doc.Needs(keys)
	code := exitClean
	diff := false
	for _, n := range needs {
		diff = diff || len(n.Missing)+len(n.Surplus) > 0
		if len(n.Missing) > 0 {
			code = exitFindings
		}
	}
	if f.format == "json" {
		enc := json.NewEncoder(buf)
		enc.SetIndent("", "  ")
		return code, enc.Encode(needs)
	}
	return code, inventory.WriteScopes(buf, needs, diff || f.diff != "")
}

// judged reports whether a request is Klaviyo's and this package's own.
func judged(r *requests.Request) bool { return r.Evidence != "" && len(r.Build) > 0 && r.Calls() }
