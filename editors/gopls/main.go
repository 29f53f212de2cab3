// Gopls builds a gopls, the Go language server, that carries the klaviyolint
// analyzers, so that editors show their findings while one types:
//
//	go run github.com/klaviyolint/klaviyolint/editors/gopls@latest -o ~/go/bin/gopls-klaviyolint
//
// gopls has no setting for foreign analyzers. This command downloads the source
// of a gopls release with the go command, adds one file to a copy of it, and
// builds that. In a checkout of klaviyolint, `go run ./editors/gopls` builds with
// the analyzers of the checkout.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

func main() {
	var b builder
	out := flag.String("o", "", "write the gopls to this `file` (default gopls-klaviyolint where go install puts commands)")
	flag.StringVar(&b.gopls, "gopls", "", "build this `version` of gopls (default: the newest release that the installed Go can build)")
	flag.BoolVar(&b.verbose, "v", false, "print the commands that are run")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "usage: gopls [-o file] [-gopls version] [-v]\n\nBuilds a gopls that carries the klaviyolint analyzers.\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := b.run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "gopls:", err)
		os.Exit(1)
	}
}

func (b *builder) run(out string) error {
	var err error
	if b.scratch, err = os.MkdirTemp("", "gopls-klaviyolint-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.scratch)
	if out == "" {
		if out, err = b.installPath(); err != nil {
			return err
		}
	}
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	self, err := ownModule()
	if err != nil {
		return err
	}
	if err := b.choose(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "building gopls %s with klaviyolint %s; the first time takes minutes\n", b.gopls, self)
	if err := b.build(self, out); err != nil {
		return err
	}
	fmt.Println(out)
	return nil
}

// installPath is where go install would put the command.
func (b *builder) installPath() (string, error) {
	env, err := b.goEnv("GOBIN", "GOPATH", "GOEXE")
	if err != nil {
		return "", err
	}
	dir := env["GOBIN"]
	if dir == "" {
		dir = filepath.Join(filepath.SplitList(env["GOPATH"])[0], "bin")
	}
	return filepath.Join(dir, "gopls-klaviyolint"+env["GOEXE"]), nil
}

// builder builds one gopls.
type builder struct {
	gopls   string // version
	goVers  string // installed Go, as in go1.26.1
	scratch string // folder that is deleted at the end
	verbose bool
}

// command runs the go command in the scratch folder, where no module is.
func (b *builder) command(args ...string) ([]byte, error) {
	return b.commandIn(b.scratch, args...)
}

// commandIn runs the go command and returns its standard output. Neither a
// workspace around the user's directory nor flags meant for other modules have a
// say there.
func (b *builder) commandIn(dir string, args ...string) ([]byte, error) {
	if b.verbose {
		fmt.Fprintln(os.Stderr, "go", args)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir, "GO111MODULE=on", "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("go %s: %w", args[0], err)
	}
	return out, nil
}

// ownFile is the path of this file when the command was built, or one that does
// not exist where the build trimmed paths.
func ownFile() string {
	_, file, _, _ := runtime.Caller(0)
	return file
}
