package cli

import (
	"flag"
	"os"
	"runtime/debug"

	"github.com/klaviyolint/klaviyolint/internal/lsp"
)

func init() {
	register(&command{
		name: "lsp", group: tools,
		summary: "serve findings, fixes and hovers to editors, over the Language Server Protocol",
		text: "Editors start the server by themselves; [editors/README.md](../editors/README.md) has the set-up for each. " +
			"It runs beside gopls, and speaks over standard input and output.",
		bind: func(o *options, fs *flag.FlagSet) action {
			fs.Bool("stdio", true, "speak over standard input and output, the only way there is")
			return func(e *env, args []string) int { return runLSP(e, args) }
		},
	})
}

func runLSP(e *env, args []string) int {
	if len(args) > 0 {
		return e.fail("lsp takes no arguments; the editor says which folders are open")
	}
	// A server lives long and waits most of the time: memory matters more than the
	// last bit of speed.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(60)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(200 << 20)
	}
	return lsp.Serve(e.ctx, os.Stdin, os.Stdout, e.rules, buildVersion())
}
