package hosttest

import (
	"bytes"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// goplsVersion is the gopls that is tested: the newest one, when this was
// written, that the Go in use can build. A newer release does not change what the
// tests say.
func goplsVersion() string {
	if version.Compare(runtime.Version(), "go1.26") < 0 {
		return "v0.21.1"
	}
	return "v0.23.0"
}

// Gopls builds a gopls with the analyzers of this checkout inside, by the command
// that users run, and returns its path. The first build on a machine takes
// minutes, and fetches its modules; afterwards the build cache has nearly all.
func Gopls(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Dir(strings.TrimSpace(string(out)))
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "klaviyolint-test", "gopls-"+goplsVersion())
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	// One build at a time is fast enough for two, since they share most of the work.
	unlock, err := lockedfile.MutexAt(filepath.Join(dir, ".lock")).Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	exe := filepath.Join(t.TempDir(), "gopls-klaviyolint.exe") // a name that every system runs
	cmd := exec.Command("go", "run", "./editors/gopls", "-gopls", goplsVersion(), "-o", exe)
	cmd.Dir = root
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, said.Bytes())
	}
	return exe
}

// StartGopls runs a gopls on the module in dir, "" for none. It keeps its results
// in the folder cache.
func StartGopls(t testing.TB, gopls, cache, dir string) *LSP {
	t.Helper()
	return StartLSP(t, cache, dir, []string{"GOPLSCACHE=" + cache, "GOWORK=off", "GOFLAGS=", "GOPROXY=off", "KLAVIYOLINT_CONFIG="}, gopls)
}

// DiagnoseGopls makes gopls analyse the packages of open files. When it returns,
// all that gopls has to say about the files is published.
func (l *LSP) DiagnoseGopls(files ...string) {
	l.t.Helper()
	var uris []string
	for _, f := range files {
		uris = append(uris, URI(f))
	}
	l.Call("workspace/executeCommand", map[string]any{
		"command":   "gopls.diagnose_files",
		"arguments": []any{map[string]any{"Files": uris}},
	}, nil)
}
