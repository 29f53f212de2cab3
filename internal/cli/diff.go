package cli

import (
	"flag"
	"io"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/diff"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

func init() {
	register(&command{
		name: "diff", args: "OPERATION FROM TO", group: understand,
		summary: "show what changes in one operation between two revisions",
		text: `Name the operation by its method and path, or by its id. The command reads no code: ` + "`migrate`" + ` says which of these changes your calls meet.

A line begins with ` + "`+`" + ` for a name that is new, ` + "`-`" + ` for one that is gone (with where it went), ` + "`!`" + ` for one that becomes required, and ` + "`~`" + ` for any other change.`,
		examples: []example{
			{`diff "POST /api/campaigns" 2024-10-15 2026-07-15`, "what the newest revision wants of a campaign"},
			{"diff -format markdown get_profiles 2025-01-15 2026-07-15", "the same for a pull request"},
		},
		bind: func(o *options, fs *flag.FlagSet) action {
			format := fs.String("format", "text", "print as `text|markdown|json`")
			fs.BoolVar(&o.json, "json", o.json, "the same as -format json")
			return func(e *env, args []string) int {
				if o.json {
					*format = "json"
				}
				return e.diffOperation(*format, args)
			}
		},
		words: func(*env) []string {
			var ids []string
			st := schema.Stable()
			for _, o := range st.Operations() {
				if o.In(st.Newest()) {
					ids = append(ids, o.ID(st.Newest()))
				}
			}
			for _, r := range st.Revisions() {
				ids = append(ids, r.Name)
			}
			slices.Sort(ids)
			return ids
		},
	})
}

// diffOperation prints what changes in one operation. The operation is an id,
// or a method and a path in one word or two.
func (e *env) diffOperation(format string, args []string) int {
	if len(args) < 3 || len(args) > 4 {
		return e.fail("diff takes an operation and two revisions: klaviyolint diff \"POST /api/events\" 2024-10-15 2026-07-15")
	}
	n := len(args) - 2
	r, err := diff.Of(strings.Join(args[:n], " "), args[n], args[n+1])
	if err != nil {
		return e.fail("%v", err)
	}
	switch format {
	case "text":
		_, err = io.WriteString(e.stdout, r.Text())
	case "markdown":
		_, err = io.WriteString(e.stdout, r.Markdown())
	case "json":
		return e.printJSON(r)
	default:
		return e.fail("-format %q is not one of text, markdown, json", format)
	}
	if err != nil {
		return e.fail("%v", err)
	}
	return exitClean
}
