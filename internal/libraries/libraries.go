// Package libraries knows what functions of well-known libraries do, in one table:
// HTTP clients, retries, encoders, configuration, iterators, and what shows
// what it is given. Users add rows of the same form in the configuration.
package libraries

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// functions.csv has the columns of [[client.model]] in the configuration, and the
// source of a row that says more than its library's documentation. An empty position
// means none; a star ends the beginning of a name.
//
//go:embed functions.csv
var functionsCSV string

// aliases.csv lists import paths under which a library of the table, or of the
// standard library, has the same functions: major versions, forks, drop-in
// replacements.
//
//go:embed aliases.csv
var aliasesCSV string

// A Row says what one function or method of a library does.
type Row struct {
	Package, Type, Name string
	Role, Method        string
	URL, Arg, Body      int
	Key, Value          int
	Returns             string
	Source              string
}

// Owner is the package, or the type in it, that the function belongs to.
func (r *Row) Owner() string {
	if r.Type == "" {
		return r.Package
	}
	return r.Package + "." + r.Type
}

// Shows reports whether the function shows what it is given to somebody: its role
// is then one of the kinds, such as "log".
func (r *Row) Shows() (kind string, ok bool) { return strings.CutPrefix(r.Role, "shows-") }

// A Table finds rows by the qualified names of functions.
type Table struct {
	exact  map[string]*Row   // but for those that show
	shows  map[string]*Row   // likewise
	starts map[string][]*Row // rows whose name ends with a star, by owner
	same   map[string]string // import path: the one that it is the same as
	types  map[string]bool   // types of clients and of requests under construction
	pkgs   map[string]bool   // packages of HTTP clients
	draws  map[string]bool   // packages of which something is drawn
	under  *Table            // the table that this one extends
}

// Known is the table of the known libraries.
var Known = sync.OnceValue(func() *Table {
	t := newTable(nil)
	for _, r := range read("aliases.csv", aliasesCSV) {
		t.same[r[0]] = r[1]
	}
	var rows []Row
	for _, r := range read("functions.csv", functionsCSV) {
		at := func(i int) int {
			if r[i] == "" {
				return config.NoArg
			}
			n, err := strconv.Atoi(r[i])
			if err != nil {
				panic("functions.csv: " + r[i] + " is not a position")
			}
			return n
		}
		rows = append(rows, Row{Package: r[0], Type: r[1], Name: r[2], Role: r[3], Method: r[4], URL: at(5), Arg: at(6), Body: at(7), Key: at(8), Value: at(9), Returns: r[10], Source: r[11]})
	}
	t.add(rows)
	return t
})

// Extended is the table with the rows and aliases of a configuration.
func Extended(c *config.Client) *Table {
	if len(c.Models) == 0 && len(c.Aliases) == 0 {
		return Known()
	}
	t := newTable(Known())
	for _, a := range c.Aliases {
		t.same[a.Package] = a.SameAs
	}
	rows := make([]Row, len(c.Models))
	for i, m := range c.Models {
		rows[i] = Row{Package: m.Package, Type: m.Type, Name: m.Name, Role: m.Role, Method: m.Method, URL: m.URL, Arg: m.Arg, Body: m.Body, Key: m.Key, Value: m.Value, Returns: m.Returns}
	}
	t.add(rows)
	t.add(t.under.aliased(t.same))
	return t
}

func newTable(under *Table) *Table {
	return &Table{exact: map[string]*Row{}, shows: map[string]*Row{}, starts: map[string][]*Row{}, same: map[string]string{}, types: map[string]bool{}, pkgs: map[string]bool{}, draws: map[string]bool{}, under: under}
}

func read(name, text string) [][]string {
	recs, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic(name + ": " + err.Error()) // embedded, and read by a test
	}
	return recs[1:]
}

// add takes in rows, once for each path under which the library is known.
func (t *Table) add(rows []Row) {
	paths := map[string][]string{}
	for path, of := range t.same {
		paths[of] = append(paths[of], path)
	}
	for i := range rows {
		t.put(&rows[i])
		for _, path := range paths[rows[i].Package] {
			r := rows[i]
			r.Package = path
			t.put(&r)
		}
	}
}

// aliased copies the rows of libraries that have further names.
func (t *Table) aliased(same map[string]string) []Row {
	var out []Row
	seen := map[*Row]bool{}
	take := func(r *Row) {
		for path, of := range same {
			if of == r.Package && !seen[r] {
				c := *r
				c.Package = path
				out = append(out, c)
			}
		}
		seen[r] = true
	}
	for _, m := range []map[string]*Row{t.exact, t.shows} {
		for _, r := range m {
			take(r)
		}
	}
	for _, rs := range t.starts {
		for _, r := range rs {
			take(r)
		}
	}
	return out
}

func (t *Table) put(r *Row) {
	if r.HTTP() {
		t.pkgs[r.Package] = true
		if r.Type != "" {
			t.types[r.Package+"."+r.Type] = true
		}
	}
	if r.Role == "draw" {
		t.draws[r.Package] = true
	}
	owner := r.Owner()
	switch _, shows := r.Shows(); {
	case strings.HasSuffix(r.Name, "*"):
		t.starts[owner] = append(t.starts[owner], r)
	case shows:
		t.shows[owner+"."+r.Name] = r
	default:
		t.exact[owner+"."+r.Name] = r
	}
}

// apart are the roles that are not about HTTP.
var apart = []string{
	"attempts", "marked-attempts", "permanent-error", "retryable-error", "retry-choice",
	"cursor", "each", "draw", "json", "same",
	"default", "defaults", "setting", "settings", "sub-settings", "flag", "flag-value",
}

// HTTP reports whether the function is one that HTTP is done with.
func (r *Row) HTTP() bool {
	_, shows := r.Shows()
	return !shows && !slices.Contains(apart, r.Role)
}

// Of finds what a function does, by its qualified name; nil when the table does not
// know it.
func (t *Table) Of(name string) *Row {
	for ; t != nil; t = t.under {
		if r := t.exact[name]; r != nil {
			return r
		}
		if r := t.start(name, false); r != nil {
			return r
		}
	}
	return nil
}

// Shown finds the row by which a function shows what it is given; nil when it does
// not.
func (t *Table) Shown(name string) *Row {
	for ; t != nil; t = t.under {
		if r := t.shows[name]; r != nil {
			return r
		}
		if r := t.start(name, true); r != nil {
			return r
		}
	}
	return nil
}

func (t *Table) start(name string, shows bool) *Row {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return nil
	}
	for _, r := range t.starts[name[:i]] {
		if _, s := r.Shows(); s == shows && strings.HasPrefix(name[i+1:], r.Name[:len(r.Name)-1]) {
			return r
		}
	}
	return nil
}

// Same gives a function of a library that is the same as another one the name that
// it has there.
func (t *Table) Same(name string) (string, bool) {
	slash := strings.LastIndexByte(name, '/')
	for i := slash + 1; i < len(name); i++ {
		if name[i] != '.' {
			continue
		}
		for u := t; u != nil; u = u.under {
			if of := u.same[name[:i]]; of != "" {
				return of + name[i:], true
			}
		}
	}
	return "", false
}

// Builds reports whether a type is that of a client, or of a request under
// construction.
func (t *Table) Builds(typ string) bool {
	for ; t != nil; t = t.under {
		if t.types[typ] {
			return true
		}
	}
	return false
}

// Draws reports whether a package has a function that gives an id, a time or a
// number of its own at each call.
func (t *Table) Draws(pkg string) bool {
	for ; t != nil; t = t.under {
		if t.draws[pkg] {
			return true
		}
	}
	return false
}

// Clients lists the packages of HTTP clients.
func (t *Table) Clients() map[string]bool { return t.pkgs }

// String names the row in messages.
func (r *Row) String() string { return fmt.Sprintf("%s.%s", r.Owner(), r.Name) }
