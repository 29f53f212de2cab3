// Package modules fetches the modules of a list through the go command.
package modules

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Module is a line of a list: a module path and a version.
type Module struct {
	Path, Version string
}

// Read reads a list. Lines that start with # are comments.
func Read(file string) ([]Module, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Module
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 2 {
			return nil, fmt.Errorf("%s:%d: want a module and its version", file, n)
		}
		out = append(out, Module{fields[0], fields[1]})
	}
	return out, sc.Err()
}

// Fetch copies the module below dir: in the module cache it would be a
// dependency and not the code under analysis. It returns the copy's directory.
func (m Module) Fetch(dir string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", m.Path+"@"+m.Version).Output()
	var info struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &info); jsonErr != nil || info.Dir == "" {
		return "", fmt.Errorf("%s %w", info.Error, errors.Join(err, jsonErr))
	}
	to := filepath.Join(dir, strings.ReplaceAll(m.Path, "/", "+"))
	return to, os.CopyFS(to, os.DirFS(info.Dir))
}
