package cli

import (
	"flag"
	"fmt"
)

func configFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.dir, "C", o.dir, "change to `dir` before anything else")
	settingFlags(o, fs)
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
	if fileErr != nil {
		return e.fail("%v", fileErr)
	}
	fmt.Fprintf(e.stdout, "file: %s\n", s.Path)
	return exitClean
}
