package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func init() {
	register(&command{
		name: "config", group: tools,
		summary: "show the configuration in force and where each value comes from",
		bind: func(o *options, fs *flag.FlagSet) action {
			fs.StringVar(&o.dir, "C", o.dir, "change to `dir` before anything else")
			settingFlags(o, fs)
			levelFlags(o, fs)
			return func(e *env, args []string) int { return runConfig(e, o, args) }
		},
	})
}

// runConfig shows the effective configuration.
func runConfig(e *env, o *options, args []string) int {
	if len(args) > 0 {
		return e.fail("config takes no arguments")
	}
	if err := o.chdir(); err != nil {
		return e.fail("%v", err)
	}
	s, fileErr, err := e.settings(o)
	if err != nil {
		return e.fail("%v", err)
	}
	dir, err := os.Getwd()
	if err != nil {
		return e.fail("%v", err)
	}
	if fileErr != nil {
		e.failLines(fileErr, dir)
		return exitTrouble
	}
	var buf bytes.Buffer
	switch {
	case s.Path != "":
		fmt.Fprintf(&buf, "# %s\n", s.Path)
	case o.source.Inline() != nil:
		fmt.Fprint(&buf, "# -config-inline\n")
	case s.PerModule():
		fmt.Fprintf(&buf, "# no %s beside go.work; modules have their own: look from the folder of one (-C)\n", config.FileName)
	default:
		fmt.Fprintf(&buf, "# no %s; these are the defaults\n", config.FileName)
	}
	w := tabwriter.NewWriter(&buf, 0, 0, 1, ' ', 0)
	for _, v := range s.Effective() {
		value := v.Value
		if value == "" {
			value = "(absent)"
		}
		source := strings.TrimPrefix(v.Source, dir+string(filepath.Separator))
		fmt.Fprintf(w, "%s\t= %s\t# %s\n", v.Key, value, source)
	}
	_ = w.Flush() // into memory
	if _, err := e.masked().Write(buf.Bytes()); err != nil {
		return e.fail("%v", err)
	}
	return exitClean
}
