package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A sheet is a CSV table with a header.
type sheet struct {
	head []string
	rows [][]string
	crlf bool // how its lines end, which stays
}

func readSheet(root, name string) (*sheet, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	return parseSheet(name, text)
}

func parseSheet(name string, text []byte) (*sheet, error) {
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%s: no header", name)
	}
	return &sheet{lines[0], lines[1:], bytes.Contains(text, []byte("\r\n"))}, nil
}

func (s *sheet) text() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = s.crlf
	if err := w.Write(s.head); err != nil {
		return nil, err
	}
	if err := w.WriteAll(s.rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// get and set read and write a cell by column name.
func (s *sheet) get(row []string, col string) string { return row[slices.Index(s.head, col)] }

func (s *sheet) set(row []string, col, value string) { row[slices.Index(s.head, col)] = value }

const (
	stageStable  = "stable"
	stageBeta    = "beta"
	stageRemoved = "removed"
)

// endpointRows makes endpoints.csv anew: the rows of the newest stable and beta
// descriptions in their order, then the operations that ended, then what the
// description does not have (OAuth, the retired API), as it stands.
func endpointRows(root string, branches []*stage) ([]byte, error) {
	old, err := readSheet(root, endpointsCSV)
	if err != nil {
		return nil, err
	}
	have := map[string][]string{} // stage and key -> row
	for _, r := range old.rows {
		o := op{method: old.get(r, "method"), path: old.get(r, "path")}
		have[old.get(r, "stage")+" "+o.key()] = r
	}
	out := &sheet{head: old.head, crlf: old.crlf}
	for _, s := range branches {
		for _, o := range s.newest.operations() {
			row := old.row(o, s, have[s.name+" "+o.key()])
			out.rows = append(out.rows, row)
		}
	}
	stable := branches[0]
	var ended [][]string
	for _, m := range stable.moves {
		if m.how == "template" {
			continue // the requests go on
		}
		if r, ok := have[stageRemoved+" "+m.key]; ok {
			ended = append(ended, r)
		} else {
			ended = append(ended, old.endedRow(m, stable, have[stageStable+" "+m.key]))
		}
	}
	// Rows that stand in the table keep their order, new ones follow.
	place := func(r []string) int {
		i := slices.IndexFunc(old.rows, func(o []string) bool { return slices.Equal(o, r) })
		if i < 0 {
			return len(old.rows)
		}
		return i
	}
	slices.SortStableFunc(ended, func(a, b []string) int { return place(a) - place(b) })
	out.rows = append(out.rows, ended...)
	for _, r := range old.rows {
		switch old.get(r, "stage") {
		case stageStable, stageBeta, stageRemoved:
		default:
			out.rows = append(out.rows, r)
		}
	}
	return out.text()
}

// row makes the row of an operation. Of a row that exists, what people decide
// stays: kind, prefer and notes.
func (s *sheet) row(o op, st *stage, have []string) []string {
	row := make([]string, len(s.head))
	set := func(col, v string) { s.set(row, col, v) }
	history := st.table[o.key()]
	newest := len(st.revisions) - 1
	f := history[newest]
	first := newest
	for history[first-1] != nil {
		first--
	}
	for i := range first {
		if history[i] != nil {
			first = i // it was away for a while
			break
		}
	}
	set("method", o.method)
	set("path", trimPath(o.path))
	set("operation", f.name)
	set("stage", st.name)
	set("kind", kindOf(o, f.name))
	if have != nil {
		for _, col := range []string{"kind", "prefer", "notes"} {
			set(col, s.get(have, col))
		}
	}
	set("needs_revision", "yes")
	if strings.HasSuffix(f.auth, "r?") {
		set("needs_revision", "optional")
	}
	set("first_revision", st.revisions[first])
	for i, col := range []string{"burst_per_s", "steady_per_min", "per_day"} {
		if r := rates(o); i < len(r) {
			set(col, r[i])
		}
	}
	for _, q := range o.objs("parameters") {
		if q.str("name") == "page[size]" {
			set("page_default", numberText(q.obj("schema").get("default")))
			set("page_max", numberText(q.obj("schema").get("maximum")))
		}
	}
	set("scopes", strings.Join(o.strs("x-klaviyo-scopes"), " "))
	var success []string
	for _, r := range f.reply {
		success = append(success, r.status)
	}
	set("success", strings.Join(success, "/"))
	set("source", fmt.Sprintf("github.com/klaviyo/openapi openapi/%s.json (info.version %s)", st.name, st.newest.version))
	return row
}

// kindOf guesses the kind of a new operation; the changelog asks to check it.
func kindOf(o op, id string) string {
	switch {
	case o.method != "POST":
		return "other"
	case strings.Contains(o.path, "bulk"):
		return "bulk"
	case strings.HasPrefix(id, "create_or_update_"):
		return "upsert"
	case strings.HasPrefix(id, "create_"):
		return "create"
	}
	return "other"
}

// endedRow makes the row of an operation that the newest revision lacks.
func (s *sheet) endedRow(m move, st *stage, have []string) []string {
	row := make([]string, len(s.head))
	set := func(col, v string) { s.set(row, col, v) }
	method, _, _ := strings.Cut(m.key, " ")
	first := 0
	for st.table[m.key][first] == nil {
		first++
	}
	set("method", method)
	set("path", st.paths[m.key])
	set("operation", st.table[m.key][m.last].name)
	set("stage", stageRemoved)
	set("kind", "other")
	if have != nil {
		set("notes", s.get(have, "notes"))
	}
	if m.successor != "" {
		set("prefer", strings.ReplaceAll(m.successor, "{}", "{id}"))
	}
	set("needs_revision", "yes")
	set("first_revision", st.revisions[first])
	set("last_revision", st.revisions[m.last])
	set("source", fmt.Sprintf("github.com/klaviyo/openapi branches %s..%s", st.revisions[first], st.revisions[m.last]))
	return row
}
