package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// EnvName is the environment variable that names the configuration file. Every
// call of every host sees the environment, which is true of no flag.
const EnvName = "KLAVIYOLINT_CONFIG"

// Find returns the one configuration file in force for the packages in dir, an
// absolute path, or "" when there is none: the file that KLAVIYOLINT_CONFIG
// names, else the one beside the go.work in force, else the one at the root of
// the module that holds dir. Folders of the module cache, of the standard library
// and of vendor have none: that code has another owner.
func Find(dir string) (string, error) {
	if foreign(dir) {
		return "", nil
	}
	if file := os.Getenv(EnvName); file != "" {
		if !filepath.IsAbs(file) {
			return "", fmt.Errorf("%s=%s is not an absolute path; go vet and golangci-lint run in other directories", EnvName, file)
		}
		if _, err := os.Stat(file); err != nil {
			return "", fmt.Errorf("%s: %v", EnvName, err)
		}
		return file, nil
	}
	for _, root := range []string{workspaceRoot(dir), moduleRoot(dir)} {
		if root == "" {
			continue
		}
		file := filepath.Join(root, FileName)
		if _, err := os.Stat(file); err == nil {
			return file, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", nil
}

// Load reads a configuration file. Its globs start at the file's own folder when
// that is the root of a module or workspace, else at the root that the working
// directory belongs to.
func Load(path string) (*Settings, error) {
	dir, err := os.Getwd()
	if err != nil {
		dir = filepath.Dir(path)
	}
	return load(path, dir)
}

func load(path, dir string) (*Settings, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	data, err := readfile.Regular(path, readfile.Settings)
	if err != nil {
		return nil, err
	}
	f, err := Parse(data, path)
	if err != nil {
		return nil, err
	}
	s := newSettings(f)
	s.Path = path
	s.Root = rootOf(dir)
	if own := filepath.Dir(path); exists(own, "go.work") || exists(own, "go.mod") || s.Root == "" {
		s.Root = own
	}
	for key, at := range f.where {
		s.Sources[key] = fmt.Sprintf("%s:%d", path, at.Line)
	}
	return s, nil
}

// rootOf returns the root of the workspace or module that dir belongs to, or "".
func rootOf(dir string) string {
	if root := workspaceRoot(dir); root != "" {
		return root
	}
	return moduleRoot(dir)
}

// workspaceRoot returns the folder of the go.work in force in dir, or "". Like
// the go command it obeys GOWORK.
func workspaceRoot(dir string) string {
	switch work := os.Getenv("GOWORK"); work {
	case "":
		return upwards(dir, "go.work")
	case "off":
		return ""
	default:
		return filepath.Dir(work)
	}
}

// ModuleRoot returns the folder of the go.mod that rules the packages in dir, or
// "" where there is none, or where it is somebody else's: [Salt] of that folder
// covers all that findings in dir depend on.
func ModuleRoot(dir string) string {
	if foreign(dir) {
		return ""
	}
	return moduleRoot(dir)
}

// moduleRoot returns the folder of the nearest go.mod at or above dir, or "".
func moduleRoot(dir string) string { return upwards(dir, "go.mod") }

// upwards returns the nearest folder at or above dir with a file of that name.
func upwards(dir, name string) string {
	for {
		if exists(dir, name) {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

func exists(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, name))
	return err == nil && info.Mode().IsRegular()
}

// versioned is a folder of the module cache, wherever that is: module@version.
var versioned = lazy.Regexp(`@v\d+\.\d+\.\d+`)

// foreign reports whether dir lies in the module cache, in the standard library
// or in a vendor folder. Only a vendor folder with a modules.txt is the go
// command's; others are packages that happen to have that name.
func foreign(dir string) bool {
	if versioned().MatchString(dir) {
		return true
	}
	// The tools that vet runs are not told where GOROOT is.
	if root := moduleRoot(dir); root != "" && filepath.Base(root) == "src" {
		if mod, err := readfile.Regular(filepath.Join(root, "go.mod"), readfile.Module); err == nil && modfile.ModulePath(mod) == "std" {
			return true
		}
	}
	slashed := filepath.ToSlash(dir) + "/"
	for rest := slashed; ; {
		i := strings.LastIndex(rest, "/vendor/")
		if i < 0 {
			return false
		}
		if exists(filepath.FromSlash(rest[:i]+"/vendor"), "modules.txt") {
			return true
		}
		rest = rest[:i+1]
	}
}
