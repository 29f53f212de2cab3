package cli

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// staleAfter is the age at which the facts deserve a notice. Klaviyo releases a
// revision each quarter, so that half a year means at least one unknown.
const staleAfter = 183 // days

func init() {
	register(&command{
		name: "version", group: tools,
		summary: "show the version, the build and the day of the facts",
		bind: func(_ *options, _ *flag.FlagSet) action {
			return func(e *env, args []string) int {
				if len(args) > 0 {
					return e.fail("version takes no arguments")
				}
				return e.version()
			}
		},
	})
}

func (e *env) version() int {
	facts := klaviyo.FactsDay()
	fmt.Fprintf(e.stdout, "klaviyolint %s (%s, %s/%s)\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if rev := buildRevision(); rev != "" {
		fmt.Fprintf(e.stdout, "built from %s\n", rev)
	}
	fmt.Fprintf(e.stdout, "facts about Klaviyo as of %s\n", facts)
	switch behind := klaviyo.ReleasesSince(klaviyo.Today()); {
	case behind >= 2:
		fmt.Fprintf(e.stdout, "Klaviyo has released about %d revisions since: a newer klaviyolint knows them\n", behind)
	case klaviyo.Today().Sub(facts) > staleAfter:
		fmt.Fprintf(e.stdout, "these facts are older than six months: a newer klaviyolint knows newer revisions\n")
	}
	return exitClean
}

// buildVersion is the module version that this binary was built from.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

func buildRevision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	rev := ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = s.Value + rev
		case s.Key == "vcs.modified" && s.Value == "true":
			rev += " (modified)"
		}
	}
	return rev
}
