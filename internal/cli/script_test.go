package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaviyolint/klaviyolint/internal/cli"
)

// TestMain makes `klaviyolint` a command of the scripts: this test binary with
// the sample rules.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"klaviyolint": func() {
			if cli.VetProtocol(os.Args[1:]) {
				cli.Vet(sampleRules())
			}
			os.Exit(cli.Main(os.Args[1:], sampleRules()))
		},
	})
}

func TestScripts(t *testing.T) {
	cache := goEnv(t, "GOCACHE")
	modcache := goEnv(t, "GOMODCACHE")
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("GOCACHE", cache)
			env.Setenv("GOMODCACHE", modcache)
			// What `go vet -vettool` is given: the path of the command.
			tool, err := exec.LookPath("klaviyolint")
			if err != nil {
				return err
			}
			env.Setenv("TOOL", tool)
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOSUMDB", "off")
			env.Setenv("GOFLAGS", "")
			env.Setenv("GOTOOLCHAIN", "local")
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
			// Files above the script's folder are nobody's business.
			env.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(env.WorkDir))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
		},
		RequireUniqueNames: true,
	})
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// exits CODE COMMAND... runs a command and checks its exit code: the scripts'
// own `exec` knows success and failure only.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command args...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(*exec.ExitError); ok {
		got = strings.TrimPrefix(exit.Error(), "exit status ")
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
