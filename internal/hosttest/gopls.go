package hosttest

import (
	"go/version"
	"runtime"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
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
// minutes, and fetches its modules.
func Gopls(t testing.TB) string {
	t.Helper()
	fulltest.Only(t, "builds gopls")
	return program(t, "gopls-klaviyolint", func(root, _, out string) error {
		return command(root, nil, "go", "run", "./editors/gopls", "-gopls", goplsVersion(), "-o", out)
	})
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
