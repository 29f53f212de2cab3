package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A stage is what all branches of one stage say.
type stage struct {
	name      string // stable or beta
	revisions []string
	commits   []string
	days      []string
	newest    *document
	order     []string                  // keys, in the order of their first appearance
	table     map[string]map[int]*facts // key -> revision -> facts
	paths     map[string]string
	tags      map[string]string
	aliases   map[string]map[string]bool
	moves     []move
	files     map[string]string
}

func readStage(r *repo, name string) (*stage, error) {
	s := &stage{
		name: name, revisions: r.revisions(name == "beta"), table: map[string]map[int]*facts{},
		paths: map[string]string{}, tags: map[string]string{}, aliases: map[string]map[string]bool{},
	}
	if len(s.revisions) == 0 {
		return nil, fmt.Errorf("no branch of a %s revision", name)
	}
	pool := newTreePool()
	for i, rev := range s.revisions {
		commit, day, err := r.describe(rev)
		if err != nil {
			return nil, err
		}
		s.commits, s.days = append(s.commits, commit), append(s.days, day)
		doc, err := r.document(rev)
		if err != nil {
			return nil, err
		}
		if err := s.add(i, doc, pool); err != nil {
			return nil, fmt.Errorf("branch %s: %w", rev, err)
		}
		s.newest = doc
	}
	s.moves = s.successors()
	s.files = s.text()
	return s, nil
}

func (s *stage) add(rev int, doc *document, pool *treePool) error {
	reader := newSchemaReader(doc, pool)
	for _, o := range doc.operations() {
		f, err := reader.facts(o)
		if err != nil {
			return fmt.Errorf("%s %s: %w", o.method, o.path, err)
		}
		k := o.key()
		if s.table[k] == nil {
			s.order = append(s.order, k)
			s.table[k], s.aliases[k] = map[int]*facts{}, map[string]bool{}
		}
		s.table[k][rev] = f
		s.paths[k] = trimPath(o.path)
		s.tags[k] = ""
		if tags := o.strs("tags"); len(tags) > 0 {
			s.tags[k] = strings.ReplaceAll(tags[0], " ", "_")
		}
		for _, a := range append(o.strs("x-klaviyo-operation-aliases"), f.name) {
			s.aliases[k][a] = true
		}
	}
	return nil
}

// sorted returns the keys by path.
func (s *stage) sorted() []string {
	path := func(k string) string { return strings.SplitN(k, " ", 2)[1] }
	return slices.SortedFunc(maps.Keys(s.table), func(a, b string) int {
		if c := strings.Compare(path(a), path(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
}

// read returns the table as the product reads it.
func (s *stage) read() *schema.Table {
	return schema.Read(func(name string) (string, error) { return s.files[name], nil })
}
