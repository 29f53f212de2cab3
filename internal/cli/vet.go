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
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
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

// vetHost says what vet can carry: it shows positions in any file.
var vetHost = config.Host{Name: "vet", OtherFiles: true, NamesNoRule: true}

// Vet answers the vet protocol. It does not return.
func Vet(rules []*rule.Rule) {
	defer func() {
		if r := recover(); r != nil {
			vetFailed(unreadable(r))
		}
	}()
	switch done, err := tooOld(os.Args); {
	case err != nil:
		vetFailed(err.Error())
	case done:
		os.Exit(exitClean)
	}
	os.Args = append(os.Args[:1:1], wholeUnit(os.Args[1:])...)
	src := config.PerPackage(vetHost)
	flag.Var(versionFlag{}, "V", "print version and exit")
	flag.Var(refused{}, "config", "not here: set KLAVIYOLINT_CONFIG or use -config-inline")
	src.BindFlags(flag.CommandLine)
	var over overrides
	over.flags(flag.CommandLine)
	var as []*analysis.Analyzer
	judges := map[*analysis.Analyzer]bool{}
	for _, r := range rules {
		as = append(as, r.Analyzer)
		judges[r.Analyzer] = true
	}
	var t vetTrouble
	guard := driver.Guard(func(_ string, err error) { t.add(err) })
	b := bind.Binding{Settings: src, Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
		switch {
		case a == config.Analyzer:
			return t.settings(over.around(run))
		case judges[a]:
			return t.shown(guard(a, run))
		}
		return guard(a, run)
	}}
	unitchecker.Main(b.Analyzers(as)...)
}

// vetTrouble shows what kept an analyzer from its work as a diagnostic of the
// package. An error would be the plain way, but since Go 1.26 the go command
// runs the tool with -json and drops a result that holds an error from its
// cache only in part: the second run of `go vet` then says that all is well.
type vetTrouble struct {
	mu   sync.Mutex
	errs []error
}

func (t *vetTrouble) add(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.errs = append(t.errs, err)
}

// take returns the errors that nobody has shown yet.
func (t *vetTrouble) take() []error {
	t.mu.Lock()
	defer t.mu.Unlock()
	errs := t.errs
	t.errs = nil
	return errs
}

// settings lets no rule judge where the configuration is broken, as in the
// klaviyolint command: under other settings than its author's, findings mislead.
func (t *vetTrouble) settings(find bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		s, err := find(pass)
		if err != nil {
			t.add(err)
			s := config.Default()
			s.SwitchOff("all", "broken configuration")
			s.Host = vetHost
			return s, nil
		}
		return s, nil
	}
}

// shown makes a rule show the trouble there is when it ends: its own, and that of
// the helpers it had to wait for.
func (t *vetTrouble) shown(run bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		result, err := run(pass)
		if err != nil {
			t.add(err)
		}
		for _, err := range t.take() {
			pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Package, Message: klaviyo.MaskKeys(err.Error())})
		}
		return result, nil
	}
}

// overrides are the settings that have a flag of their own under vet. Such
// flags are part of vet's key, so that they never meet old results.
type overrides struct {
	asOf   klaviyo.Day
	strict bool
}

func (o *overrides) flags(fs *flag.FlagSet) {
	fs.Func("as-of", "judge revisions as on this `day` (2026-11-23) instead of today", func(s string) (err error) {
		o.asOf, err = klaviyo.ParseDay(s)
		return err
	})
	fs.BoolVar(&o.strict, "strict", false, "report also what is only possible")
}

// around puts the flags on top of whatever is found, package by package.
func (o *overrides) around(find bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
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
	_, _ = io.WriteString(h, config.Salt(dir))
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// refused is the flag -config under vet. A file's name would become part of
// vet's cache key, but not what the file says.
type refused struct{}

func (refused) String() string { return "" }

func (refused) Set(string) error {
	return errors.New("go vet would serve old results after the file is edited: set KLAVIYOLINT_CONFIG to its absolute path, or use -config-inline")
}
