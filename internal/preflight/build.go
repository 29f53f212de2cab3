package preflight

import (
	"cmp"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// build is P7: which code will run, and which Klaviyo clients are in it.
func (n *runner) build() Check {
	c := Check{ID: "P7", Name: "build", State: OK}
	mod, modErr := readMod(n.o.Dir)
	if n.o.Binary == "" {
		if modErr != nil {
			c.State, c.Text = Unknown, "from go.mod, not from a build: "+modErr.Error()
			return c
		}
		c.Build = mod.build(n.o.Own)
		n.judgeModules(&c, c.Build.SDKs, "from go.mod, not from a build: ", "no Klaviyo SDK")
		return c
	}
	info, err := buildinfo.ReadFile(n.o.Binary)
	if err != nil {
		c.State, c.Text = Unknown, n.o.Binary+": "+binaryError(n.o.Binary, err)
		return c
	}
	c.Build = fromBinary(n.o.Binary, info, n.o.Own)
	n.judgeModules(&c, c.Build.SDKs, "", "no Klaviyo SDK in this build; the code has its own client")
	n.compareBuild(&c, mod, modErr)
	b := c.Build
	what := cmp.Or(b.Module, filepath.Base(n.o.Binary))
	if b.Version != "" {
		what += " " + b.Version
	}
	c.verbose = append(c.verbose, fmt.Sprintf("%s, %s, vcs %s %s", what, b.Go, cmp.Or(b.Revision, "not recorded"), b.Time))
	return c
}

// binaryError gives the reason of debug/buildinfo.
func binaryError(name string, err error) string {
	var perr *os.PathError
	if errors.As(err, &perr) {
		return perr.Err.Error()
	}
	text := strings.TrimPrefix(err.Error(), "could not read Go build info from "+name+": ")
	if fat(name) {
		return "a fat macOS binary cannot be read; extract one architecture with lipo"
	}
	return text + " (packers and builds without -buildvcs information remove it; -ldflags=-s does not)"
}

// fat reports whether a file is a macOS binary of several architectures.
func fat(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	_, err = f.Read(magic[:])
	return err == nil && (magic == [4]byte{0xca, 0xfe, 0xba, 0xbe} || magic == [4]byte{0xca, 0xfe, 0xba, 0xbf})
}

func fromBinary(name string, info *debug.BuildInfo, own func(string) bool) *Build {
	b := &Build{From: name, Module: info.Main.Path, Version: info.Main.Version, Go: info.GoVersion, SDKs: []Module{}}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			modified := s.Value == "true"
			b.Modified = &modified
		}
	}
	for _, d := range info.Deps {
		if !isClient(d.Path, own) {
			continue
		}
		m := Module{Path: d.Path, Version: d.Version, Sum: d.Sum}
		if d.Replace != nil {
			m.Replace = strings.TrimSpace(d.Replace.Path + " " + d.Replace.Version)
			m.Sum = d.Replace.Sum
		}
		b.SDKs = append(b.SDKs, m)
	}
	return b
}

// isClient reports whether a module is a Klaviyo client: one of the table, or
// one that the configuration names.
func isClient(path string, own func(string) bool) bool {
	if klaviyo.SDKFor(path) != nil {
		return true
	}
	for _, s := range klaviyo.SDKs() {
		if s.Module == path && !s.Example {
			return true
		}
	}
	return own != nil && own(path)
}

// judgeModules looks at the revision that each client sends.
func (n *runner) judgeModules(c *Check, mods []Module, intro, none string) {
	if len(mods) == 0 {
		c.Text = intro + none
		return
	}
	var texts []string
	for i := range mods {
		m := &mods[i]
		st, text := n.judgeModule(m)
		c.State = worse(c.State, st)
		texts = append(texts, text)
		if st == Fail && c.next == "" {
			c.next = "replace " + m.Path + ", or move it to a version with a revision that is served"
		}
	}
	c.Text = intro + strings.Join(texts, "; ")
}

func (n *runner) judgeModule(m *Module) (State, string) {
	name := strings.TrimSpace(m.Path + " " + m.Version)
	if m.Replace != "" {
		return Warn, name + " is replaced by " + m.Replace + ": judged by its source, not by the table"
	}
	sdk := klaviyo.SDKFor(m.Path)
	switch {
	case sdk == nil:
		return OK, name
	case sdk.LegacyOnly:
		return Fail, name + " speaks to v1 and v2 only, which were retired on 2024-06-30"
	}
	m.Revision = sdk.RevisionOf(m.Version)
	if m.Revision == "" {
		return Unknown, name + ": the table does not know which revision it sends"
	}
	status, rev := klaviyo.RevisionAt(m.Revision, n.today)
	m.Status = status.String()
	text := fmt.Sprintf("%s sends %s (%s)", name, m.Revision, status)
	switch status {
	case klaviyo.Retired:
		return Fail, fmt.Sprintf("%s sends %s, retired on %s", name, m.Revision, rev.RetiredOn)
	case klaviyo.Deprecated:
		return Warn, fmt.Sprintf("%s sends %s, deprecated, retired on %s", name, m.Revision, rev.RetiredOn)
	}
	return OK, text
}

// compareBuild says where a binary differs from the working tree.
func (n *runner) compareBuild(c *Check, mod *goMod, modErr error) {
	b := c.Build
	warn := func(format string, args ...any) {
		c.State = worse(c.State, Warn)
		c.Details = append(c.Details, fmt.Sprintf(format, args...))
	}
	if modErr == nil && mod.file.Module != nil && mod.file.Module.Mod.Path == b.Module {
		for _, m := range b.SDKs {
			if v, ok := mod.version(m.Path); ok && v != m.Version {
				warn("%s is %s in the build and %s in go.mod", m.Path, m.Version, v)
			}
		}
	}
	if b.Revision != "" && n.r.Commit != "" && b.Revision != n.r.Commit {
		warn("built from %.12s, while the working tree is at %.12s", b.Revision, n.r.Commit)
	}
	if b.Modified != nil && *b.Modified {
		warn("built from a working tree with changes (vcs.modified)")
	}
}

// goMod is the go.mod of the working tree.
type goMod struct {
	name string
	file *modfile.File
}

func readMod(dir string) (*goMod, error) {
	for d := dir; d != ""; {
		name := filepath.Join(d, "go.mod")
		text, err := os.ReadFile(name)
		if err == nil {
			f, err := modfile.Parse(name, text, nil)
			if err != nil {
				return nil, errors.New("go.mod cannot be read")
			}
			return &goMod{name, f}, nil
		}
		parent := filepath.Dir(d)
		if parent == d {
			break
		}
		d = parent
	}
	return nil, errors.New("no go.mod here")
}

func (m *goMod) version(path string) (string, bool) {
	for _, r := range m.file.Require {
		if r.Mod.Path == path {
			return r.Mod.Version, true
		}
	}
	return "", false
}

func (m *goMod) build(own func(string) bool) *Build {
	b := &Build{From: "go.mod", SDKs: []Module{}}
	if m.file.Module != nil {
		b.Module = m.file.Module.Mod.Path
	}
	if m.file.Go != nil {
		b.Go = "go" + m.file.Go.Version
	}
	for _, r := range m.file.Require {
		if !isClient(r.Mod.Path, own) {
			continue
		}
		mod := Module{Path: r.Mod.Path, Version: r.Mod.Version}
		for _, rep := range m.file.Replace {
			if rep.Old.Path == mod.Path && (rep.Old.Version == "" || rep.Old.Version == mod.Version) {
				mod.Replace = strings.TrimSpace(rep.New.Path + " " + rep.New.Version)
			}
		}
		b.SDKs = append(b.SDKs, mod)
	}
	slices.SortFunc(b.SDKs, func(a, b Module) int { return cmp.Compare(a.Path, b.Path) })
	return b
}

// head returns the commit of the working tree, or "".
func head(ctx context.Context, dir string) string {
	if dir == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "git", "-C", dir, "rev-parse", "--verify", "--quiet", "HEAD").Output()
	commit := strings.TrimSpace(string(out))
	if err != nil || strings.Trim(commit, "0123456789abcdef") != "" {
		return ""
	}
	return commit
}
