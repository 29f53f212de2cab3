// Gen copies the files of the health module, which lies outside of this module,
// to where they can be embedded.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := copyAll("../../health", "health"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// copyAll copies the Go files of a folder, with .txt behind their names: they
// belong to another module.
func copyAll(from, to string) error {
	names, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("no Go files in %s (%v)", from, err)
	}
	old, err := filepath.Glob(filepath.Join(to, "*.txt"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(name)+".txt"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
