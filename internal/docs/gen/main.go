// Gen writes the generated documentation: docs/, the example configuration and
// the table of the README.
//
//	go generate ./analyzers
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/cli"
	"github.com/klaviyolint/klaviyolint/internal/docs"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: gen ROOT"))
	}
	root := os.Args[1]
	files, err := docs.Files(root, analyzers.All(), cli.Manual(analyzers.All()))
	if err != nil {
		fail(err)
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if have, err := os.ReadFile(path); err == nil && string(have) == text {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			fail(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			fail(err)
		}
	}
	stale, err := docs.Stale(root, files)
	if err != nil {
		fail(err)
	}
	for _, name := range stale {
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			fail(err)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gen:", err)
	os.Exit(1)
}
