package cli

import (
	"encoding/json"
	"flag"
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

func init() {
	register(&command{
		name: "rules", group: understand,
		summary: "list the rules",
		bind: func(o *options, fs *flag.FlagSet) action {
			fs.BoolVar(&o.json, "json", o.json, "print JSON")
			return func(e *env, args []string) int { return runRules(e, o, args) }
		},
	})
}

// runRules lists the suite.
func runRules(e *env, o *options, args []string) int {
	if len(args) > 0 {
		return e.fail("rules takes no arguments; klaviyolint explain %s tells more", args[0])
	}
	if !o.json {
		for _, r := range e.rules {
			fmt.Fprintf(e.stdout, "%-14s %-14s %s\n", r.Doc.Name, r.Doc.Severities(), r.Doc.Title)
		}
		return exitClean
	}
	type row struct {
		Name     string `json:"name"`
		Title    string `json:"title"`
		Severity string `json:"severity"`
		Since    string `json:"since"`
		URL      string `json:"url"`
	}
	rows := []row{}
	for _, r := range e.rules {
		rows = append(rows, row{r.Doc.Name, r.Doc.Title, r.Doc.Severities(), r.Doc.Since, rule.URL(r.Doc.Name)})
	}
	return e.printJSON(rows)
}

// printJSON prints a value as indented JSON, keys masked.
func (e *env) printJSON(v any) int {
	enc := json.NewEncoder(e.masked())
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return e.fail("%v", err)
	}
	return exitClean
}
