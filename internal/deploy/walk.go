package deploy

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Limits on what is read. Both are said when they are reached.
const (
	MaxFileSize = 2 << 20
	MaxFiles    = 20_000
)

// Options choose what is read.
type Options struct {
	// Root is the folder that is read, with all below it: the repository's root,
	// or the module's where there is no repository.
	Root string
	// Ignored reports whether git ignores a file. It may be nil.
	Ignored func(path string) bool
	// Excluded reports whether the configuration leaves a file out. It may be
	// nil.
	Excluded func(path string) bool
}

// left are folders whose files say nothing about how the program runs.
var left = map[string]bool{"vendor": true, "node_modules": true, "testdata": true, "examples": true, ".git": true}

// Read reads all files below a root. A broken file is a notice. The only error
// is that of the context.
func Read(ctx context.Context, opts Options) (*Files, error) {
	r := &reader{opts: opts, files: &Files{}}
	err := filepath.WalkDir(opts.Root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err != nil:
			r.notice(Place{File: path}, "the folder cannot be read: %v", reason(err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			if path != opts.Root && (left[d.Name()] || opts.Ignored != nil && opts.Ignored(path)) {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		return r.file(path)
	})
	if err != nil && !errors.Is(err, fs.SkipAll) {
		return nil, err
	}
	r.settle()
	return r.files, nil
}

type reader struct {
	opts  Options
	files *Files
	// loose are references whose target may stand in a later file.
	loose []func()
	// late are changes to workloads once patches are merged.
	late []func()
	// patches are the files that overlays of kustomize lay over others.
	patches []string
}

func (r *reader) file(path string) error {
	parse := parserOf(path)
	if parse == nil || r.opts.Excluded != nil && r.opts.Excluded(path) {
		return nil
	}
	if r.files.Looked == MaxFiles {
		r.notice(Place{File: r.opts.Root}, "more than %d files: the rest was not read", MaxFiles)
		return fs.SkipAll
	}
	f, err := sidefile.Read(path, MaxFileSize)
	switch {
	case err != nil:
		r.notice(Place{File: path}, "%v", err)
		return nil
	case f == nil:
		r.tooLarge(path)
		return nil
	case len(f.Data) > 0 && r.opts.Ignored != nil && r.opts.Ignored(path):
		return nil
	}
	r.files.Looked++
	parse(r, f)
	return nil
}

func (r *reader) tooLarge(path string) {
	// A binary file is no text of any kind; only size is worth a word.
	if large(path) {
		r.notice(Place{File: path}, "larger than %d MiB: it was not read", MaxFileSize>>20)
	}
}

// A parser turns a file into facts.
type parser func(*reader, *sidefile.File)

// parserOf chooses a parser by the form of the file, which its name tells. What
// the file is, its content tells.
func parserOf(path string) parser {
	name := strings.ToLower(filepath.Base(path))
	switch {
	case strings.HasSuffix(name, ".tf"):
		return (*reader).terraform
	case strings.HasSuffix(name, ".service"):
		return (*reader).systemd
	case name == "procfile" || strings.HasPrefix(name, "procfile."):
		return (*reader).procfile
	case sidefile.KindOf(path) == sidefile.Docker:
		return (*reader).dockerfile
	case sidefile.KindOf(path) == sidefile.Shell || sidefile.KindOf(path) == sidefile.Make:
		return (*reader).script
	}
	switch filepath.Ext(name) {
	case ".yml", ".yaml", ".json":
		return (*reader).tree
	case ".toml":
		return (*reader).fly
	}
	return nil
}

// settle resolves what needs all files, and puts everything in order.
func (r *reader) settle() {
	for _, f := range r.loose {
		f()
	}
	r.mergeKustomize()
	for _, f := range r.late {
		f()
	}
	f := r.files
	slices.SortStableFunc(f.Env, func(a, b Env) int { return comparePlaces(a.Place, b.Place) })
	slices.SortStableFunc(f.Workloads, func(a, b *Workload) int { return comparePlaces(a.Place, b.Place) })
	slices.SortStableFunc(f.Notices, func(a, b Notice) int { return comparePlaces(a.Place, b.Place) })
}

func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}
