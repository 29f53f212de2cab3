package cli

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// VetProtocol reports whether the arguments come from `go vet -vettool`: it
// asks for the identity of the tool, for its flags, or names one package in a
// .cfg file after any flags.
func VetProtocol(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return len(args) == 1 && (strings.HasPrefix(last, "-V=") || last == "-flags") || strings.HasSuffix(last, ".cfg")
}

// Vet answers the vet protocol. It does not return.
func Vet(rules []*rule.Rule) {
	config.SetHost(config.Host{Name: "vet", OtherFiles: true})
	flag.Var(versionFlag{}, "V", "print version and exit")
	flag.Var(refused{}, "config", "not here: set KLAVIYOLINT_CONFIG or use -config-inline")
	config.BindFlags(flag.CommandLine)
	var over overrides
	over.bind(flag.CommandLine)
	var as []*analysis.Analyzer
	for _, r := range rules {
		as = append(as, r.Analyzer)
	}
	unitchecker.Main(as...)
}

// overrides are the settings that have a flag of their own under vet. Such
// flags are part of vet's key, so that they never meet old results.
type overrides struct {
	asOf   klaviyo.Day
	strict bool
}

func (o *overrides) bind(fs *flag.FlagSet) {
	fs.Func("as-of", "judge revisions as on this `day` (2026-11-23) instead of today", func(s string) (err error) {
		o.asOf, err = klaviyo.ParseDay(s)
		return err
	})
	fs.BoolVar(&o.strict, "strict", false, "report also what is only possible")
	// The configuration is found package by package here, so the flags come on
	// top of whatever is found.
	find := config.Analyzer.Run
	config.Analyzer.Run = func(pass *analysis.Pass) (any, error) {
		found, err := find(pass)
		if err != nil {
			return nil, err
		}
		s := *found.(*config.Settings)
		if !o.asOf.IsZero() {
			s.Day = o.asOf
		}
		s.Strict = s.Strict || o.strict
		return &s, nil
	}
}

// versionFlag answers -V=full. The go command keeps the results of a tool until
// this answer changes; hashing the executable alone, as unitchecker does, would
// serve results from before the configuration was edited or a revision retired.
// The go command asks in its working directory and with no other flag.
type versionFlag struct{}

func (versionFlag) IsBoolFlag() bool { return true }
func (versionFlag) String() string   { return "" }

func (versionFlag) Set(s string) error {
	if s != "full" {
		return fmt.Errorf("unsupported value %q; use -V=full", s)
	}
	id, err := buildID()
	if err != nil {
		return err
	}
	// The form that cmd/go/internal/work.(*Builder).toolID reads.
	fmt.Printf("%s version devel comments-go-here buildID=%s\n", progname(), id)
	os.Exit(exitClean)
	return nil
}

func progname() string {
	return strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
}

// buildID hashes the executable and what findings depend on beside the code.
func buildID() (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(exe)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	io.WriteString(h, config.Salt(dir))
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// refused is the flag -config under vet. A file's name would become part of
// vet's cache key, but not what the file says.
type refused struct{}

func (refused) String() string { return "" }

func (refused) Set(string) error {
	return errors.New("go vet would serve old results after the file is edited: set KLAVIYOLINT_CONFIG to its absolute path, or use -config-inline")
}
