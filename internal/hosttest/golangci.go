package hosttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// GolangciVersion is the golangci-lint that is tested.
const GolangciVersion = "v2.15.0"

const (
	golangciModule = "github.com/golangci/golangci-lint/v2"
	module         = "github.com/klaviyolint/klaviyolint"
)

// golangciSums are the module's lines of go.sum, as sum.golang.org has them.
const golangciSums = golangciModule + " " + GolangciVersion + ` h1:w94zf8HAYI7hm3164kwKsvZRuqXvY+YxeFoTbu1OLg8=
` + golangciModule + " " + GolangciVersion + `/go.mod h1:/FRI304IxqDVhX2o3ZZ0qp8Vvz8egJdzCY5A4GjvmTU=
`

// golangciEnv lets the go command fetch the version of Go that golangci-lint asks
// for, where it is newer than this one.
var golangciEnv = []string{"GOWORK=off", "GOTOOLCHAIN=auto"}

// BuildGolangciLint builds golangci-lint in the folder dir, which keeps the module
// of its main package, with plugins inside: folders of the checkout root.
func BuildGolangciLint(root, dir, out string, plugins ...string) error {
	if err := scratchModule(root, dir, plugins); err != nil {
		return err
	}
	return command(dir, golangciEnv, "go", "build", "-mod=mod", "-buildvcs=false", "-ldflags=-s -w", "-o", out, ".")
}

// scratchModule writes a module whose main package is that of golangci-lint with
// the plugins imported, as `golangci-lint custom` does in a clone: a clone needs
// git and a network that is not the module proxy's.
func scratchModule(root, dir string, plugins []string) error {
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), []byte(golangciSums), 0o666); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module golangci-lint-klaviyolint\n"), 0o666); err != nil {
		return err
	}
	src, err := download(dir)
	if err != nil {
		return err
	}
	goMod, err := os.ReadFile(filepath.Join(src, "go.mod"))
	if err != nil {
		return err
	}
	theirs, err := modfile.ParseLax("go.mod", goMod, nil)
	if err != nil {
		return err
	}
	imports := "package main\n\n"
	for _, p := range plugins {
		imports += fmt.Sprintf("import _ %q\n", module+"/"+p)
	}
	files := map[string]string{
		"go.mod": fmt.Sprintf("module golangci-lint-klaviyolint\n\ngo %s\n\nrequire (\n\t%s %s\n\t%s v0.0.0\n)\n\nreplace %[4]s => %q\n",
			theirs.Go.Version, golangciModule, GolangciVersion, module, filepath.ToSlash(root)),
		"plugins.go": imports,
	}
	// With the sums of both modules, nothing has to be asked of the network once
	// the modules are there.
	sums := []byte(golangciSums)
	for _, dir := range []string{src, root} {
		data, err := os.ReadFile(filepath.Join(dir, "go.sum"))
		if err != nil {
			return err
		}
		sums = append(sums, data...)
	}
	files["go.sum"] = string(sums)
	main, err := os.ReadFile(filepath.Join(src, "cmd", "golangci-lint", "main.go"))
	if err != nil {
		return err
	}
	files["main.go"] = string(main)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// download returns the folder of golangci-lint's source.
func download(dir string) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", golangciModule+"@"+GolangciVersion)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), golangciEnv...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, runErr := cmd.Output()
	var m struct{ Dir, Error string }
	if err := json.Unmarshal(out, &m); err != nil || m.Dir == "" {
		return "", fmt.Errorf("go mod download %s@%s: %v %s\n%s", golangciModule, GolangciVersion, runErr, m.Error, stderr.Bytes())
	}
	return m.Dir, nil
}
