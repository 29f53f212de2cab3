package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/migrate"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

func init() {
	register(&command{
		name: "migrate", args: "[packages]", group: goLive,
		summary: "show what a move to another revision changes for each call",
		text: `For every call to Klaviyo, the report compares the revision that answers now with the target. It lists the changes that this code meets, and counts the others. A call is *safe* if nothing changes that it sends, asks for or decodes. It needs an *edit* if something does. It needs a *look* if a part of it is not known.

The exit code is 0 when all calls are safe, and 1 otherwise. ` + "`-fix`" + ` changes the literal that names the revision if every call that sends it is safe. It also renames keys and values that are literals. If one call of a literal is not safe, the literal stays.`,
		examples: []example{
			{"migrate ./...", "the move to the newest stable revision"},
			{"migrate -to 2026-04-15 -format markdown ./...", "a plan for a ticket"},
			{"migrate -fix ./...", "move what can be moved"},
		},
		bind: func(o *options, fs *flag.FlagSet) action {
			f := &migrateFlags{options: o}
			loadFlags(o, fs)
			settingFlags(o, fs)
			fs.StringVar(&f.from, "from", "", "compare with this `revision`; the default is the one that answers each call")
			fs.StringVar(&f.to, "to", "", "the `revision` to move to; the default is the newest stable one")
			fs.StringVar(&f.format, "format", "text", "print as `text|markdown|json`")
			fs.BoolVar(&o.json, "json", o.json, "the same as -format json")
			fs.BoolVar(&o.fix, "fix", o.fix, "move the revision where every call that sends it is safe, and rename literals")
			fs.BoolVar(&o.verbose, "v", o.verbose, "list the changes that the code does not use")
			return func(e *env, args []string) int { return e.migrate(f, args) }
		},
	})
}

type migrateFlags struct {
	*options
	from, to, format string
}

// migrate prints what a move to another revision means.
func (e *env) migrate(f *migrateFlags, patterns []string) int {
	if f.json {
		f.format = "json"
	}
	switch f.format {
	case "text", "markdown", "json":
	default:
		return e.fail("-format %q is not one of text, markdown, json", f.format)
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
	run.opts.Helpers = []*analysis.Analyzer{requests.Analyzer, migrate.Analyzer}
	res, err := e.analyse(run)
	if err != nil {
		return e.interrupted(err)
	}
	uses := map[*requests.Request]*migrate.Uses{}
	for _, p := range res.Packages {
		if m, ok := p.ResultOf(migrate.Analyzer).(map[*requests.Request]*migrate.Uses); ok {
			for r, u := range m {
				uses[r] = u
			}
		}
	}
	o := migrate.Options{From: f.from, To: f.to, Unused: f.verbose, Root: run.dir, Settings: run.opts.Settings}
	if o.To == "" {
		o.To = klaviyo.NewestStable(run.opts.Settings.Day).Value
	}
	plan, err := migrate.Make(inventory.Collect(gather.Module(res), run.dir, gather.Sources(res)),
		func(r *requests.Request) *migrate.Uses { return uses[r] }, o)
	if err != nil {
		return e.fail("%v", err)
	}
	switch f.format {
	case "text":
		_, err = io.WriteString(e.masked(), plan.Text())
	case "markdown":
		_, err = io.WriteString(e.masked(), plan.Markdown())
	case "json":
		if code := e.printJSON(plan); code != exitClean {
			return code
		}
	}
	if err != nil {
		return e.fail("%v", err)
	}
	code := exitClean
	if plan.Safe < len(plan.Calls) {
		code = exitFindings
	}
	if f.fix {
		changed, left, err := plan.Fix()
		if err != nil {
			return e.fail("%v", err)
		}
		for _, name := range changed {
			fmt.Fprintf(e.stderr, "klaviyolint: changed %s\n", inventory.Relative(run.dir, name))
		}
		if len(left) > 0 {
			fmt.Fprintf(e.stderr, "klaviyolint: left as it is: %s\n", strings.Join(left, "; "))
		}
	}
	e.cutShort(res)
	if e.trouble(run, res) == exitTrouble || codeErrors(res) && len(plan.Calls) == 0 {
		code = exitTrouble
	}
	return code
}
