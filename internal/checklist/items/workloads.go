package items

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/deploy"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// senders are the main packages from which a request to Klaviyo is reached.
func (c *context) senders() []*ssa.Package {
	if c.Program == nil || c.sendersRead {
		return c.sending
	}
	c.sendersRead = true
	for _, m := range c.Program.Mains {
		reached := c.Program.ReachedFrom(m)
		for _, call := range c.api {
			if slices.ContainsFunc(c.sendsOf(call), func(s *paths.Send) bool { return reached[s.Root()] }) {
				c.sending = append(c.sending, m)
				break
			}
		}
	}
	return c.sending
}

// A belonging says whether a workload runs a main package that sends.
type belonging int

const (
	belongsUnknown belonging = iota
	belongsYes
	belongsNo
)

// belongs tells whether a workload is one of this module's that sends: by the
// configuration, by the Dockerfiles of the repository, or because there is only one.
func (c *context) belongs(w *deploy.Workload) belonging {
	if w == nil {
		return belongsUnknown
	}
	sending := c.senders()
	file := inventory.Relative(c.Root, w.File)
	for name, pkg := range c.Settings.Checklist.Workloads {
		if path.Clean(filepath.ToSlash(name)) != file {
			continue
		}
		for _, m := range sending {
			if c.names(m, pkg) {
				return belongsYes
			}
		}
		return belongsNo
	}
	if len(sending) == 1 {
		return belongsYes
	}
	// Every image of the repository is of one that sends, or none is.
	yes, no := 0, 0
	for _, i := range c.Files.Images {
		for _, p := range i.Packages {
			if slices.ContainsFunc(sending, func(m *ssa.Package) bool {
				return c.names(m, path.Join(inventory.Relative(c.Root, i.Folder), p)) || c.names(m, p)
			}) {
				yes++
			} else {
				no++
			}
		}
	}
	switch {
	case yes > 0 && no == 0:
		return belongsYes
	case no > 0 && yes == 0:
		return belongsNo
	}
	return belongsUnknown
}

// names reports whether an argument of go build means a package.
func (c *context) names(m *ssa.Package, arg string) bool {
	p := m.Pkg.Path()
	if arg == p {
		return true
	}
	module, _, _ := strings.Cut(c.Module, " ")
	rel := strings.TrimPrefix(strings.TrimPrefix(p, module), "/")
	arg = strings.Trim(strings.TrimPrefix(path.Clean(arg), "./"), "/")
	return arg == rel || arg == "." && rel == ""
}

// workloads are those of the module that send, and those of which nobody knows.
func (c *context) workloads() []*deploy.Workload {
	var out []*deploy.Workload
	for _, w := range c.Files.Workloads {
		if c.belongs(w) != belongsNo {
			out = append(out, w)
		}
	}
	return out
}
