package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// present returns the table that stands in the repository, or nil before the
// first run.
func present(root, stage string) *schema.Table {
	dir := filepath.Join(root, filepath.FromSlash(schemaData), stage)
	if _, err := os.Stat(filepath.Join(dir, "ops.tsv")); err != nil {
		return nil
	}
	return schema.Read(func(name string) (string, error) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		return string(b), err
	})
}

// keepsRows refuses to lose what the tables have: a revision, an operation at
// a revision, or a row of the CSV tables.
func keepsRows(root string, branches []*stage, files []file) error {
	var lost []string
	for _, s := range branches {
		lost = append(lost, lostOperations(present(root, s.name), s.read())...)
	}
	for _, f := range files {
		if f.name != endpointsCSV && f.name != revisionsCSV {
			continue
		}
		l, err := lostRows(root, f)
		if err != nil {
			return err
		}
		lost = append(lost, l...)
	}
	if len(lost) == 0 {
		return nil
	}
	more := ""
	if len(lost) > 20 {
		more = fmt.Sprintf("\n  and %d more", len(lost)-20)
		lost = lost[:20]
	}
	return fmt.Errorf("the branches no longer have what the tables have:\n  %s%s\n"+
		"is the clone whole, with every branch? If Klaviyo did withdraw them, delete their rows by hand and run again; nothing was written",
		strings.Join(lost, "\n  "), more)
}

func lostOperations(old, now *schema.Table) []string {
	if old == nil {
		return nil
	}
	var lost []string
	for _, r := range old.Revisions() {
		if _, ok := now.Index(r.Name); !ok {
			lost = append(lost, "revision "+r.Name)
		}
	}
	for _, o := range old.Operations() {
		n := now.Operation(o.Method(), o.Path())
		if n == nil {
			lost = append(lost, o.String())
			continue
		}
		for i, r := range old.Revisions() {
			if at, ok := now.Index(r.Name); ok && o.In(i) && !n.In(at) {
				lost = append(lost, o.String()+" at "+r.Name)
			}
		}
	}
	return lost
}

func lostRows(root string, f file) ([]string, error) {
	old, err := readSheet(root, f.name)
	if err != nil {
		return nil, err
	}
	now, err := parseSheet(f.name, f.text)
	if err != nil {
		return nil, err
	}
	id := func(s *sheet, r []string) string {
		if f.name == revisionsCSV {
			return s.get(r, "revision")
		}
		// A stable operation may become a removed one, a beta a stable one.
		return op{method: s.get(r, "method"), path: s.get(r, "path")}.key()
	}
	have := map[string]bool{}
	for _, r := range now.rows {
		have[id(now, r)] = true
	}
	var lost []string
	for _, r := range old.rows {
		if k := id(old, r); !have[k] {
			lost = append(lost, f.name+": "+k)
		}
	}
	return lost, nil
}
