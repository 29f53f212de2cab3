// Package clitest sets up scripts that run the klaviyolint command the way a
// shell does.
package clitest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Params returns what the scripts in dir need: the go command with its caches
// and no network, git without the user's settings, $TOOL as the path of the
// klaviyolint command, and the command
//
//	exits CODE command args...
//
// which checks an exit code, where exec knows success and failure only.
func Params(t *testing.T, dir string) testscript.Params {
	cache, modcache := goEnv(t, "GOCACHE"), goEnv(t, "GOMODCACHE")
	return testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			tool, err := exec.LookPath("klaviyolint")
			if err != nil {
				return err
			}
			for name, value := range map[string]string{
				"TOOL":               tool,
				"GOCACHE":            cache,
				"GOMODCACHE":         modcache,
				"GOPROXY":            "off",
				"GOSUMDB":            "off",
				"GOFLAGS":            "",
				"GOTOOLCHAIN":        "local",
				"KLAVIYOLINT_CONFIG": "",
				"GIT_CONFIG_GLOBAL":  os.DevNull,
				"GIT_CONFIG_SYSTEM":  os.DevNull,
				// Repositories above the script's folder are nobody's business.
				"GIT_CEILING_DIRECTORIES": filepath.Dir(env.WorkDir),
			} {
				env.Setenv(name, value)
			}
			return nil
		},
		Cmds:               map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		RequireUniqueNames: true,
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command args...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = strings.TrimPrefix(exit.Error(), "exit status ")
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
