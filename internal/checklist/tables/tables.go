// Package tables holds what several items know of libraries: which function
// yields a secret, waits for a limiter, logs at which level. Each row says in which
// version of which module, and in which file, it was read.
package tables

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

//go:embed functions.csv
var functionsCSV string

// A Role says what a function is for the checklist.
type Role string

// The roles.
const (
	Secret    Role = "secret"    // yields a secret
	Parameter Role = "parameter" // yields one where Detail, a field of its input, is true
	Wait      Role = "wait"      // waits for a limiter
	Try       Role = "try"       // asks a limiter
	Reserve   Role = "reserve"   // reserves a place at a limiter
	Breaker   Role = "breaker"   // runs a function under a breaker
	Report    Role = "report"    // reports an error to people
	Log       Role = "log"       // logs at warning or above
	Quiet     Role = "quiet"     // logs below that
	Label     Role = "label"     // selects a series of a metric by label values
	Count     Role = "count"     // counts
	Observe   Role = "observe"   // observes a duration
	Metric    Role = "metric"    // makes a metric
	Wrap      Role = "wrap"      // instruments a transport
	Flag      Role = "flag"      // gives a boolean, or what it is made of, from outside
	Queue     Role = "queue"     // hands work on
	Health    Role = "health"    // registers a health check
	Check     Role = "check"     // checks or formats a phone number
)

// A Row is one function or method.
type Row struct {
	Role          Role
	Package, Type string
	Name          string
	Arg           int
	Detail        string
	Module        string
	Version       string
	File          string
	User          bool // of [[checklist.model]]
}

// Func is its full name: import path, type and name, joined by dots.
func (r *Row) Func() string {
	if r.Type == "" {
		return r.Package + "." + r.Name
	}
	return r.Package + "." + r.Type + "." + r.Name
}

// By says where a row of a user comes from, for the evidence.
func (r *Row) By() string {
	if r.User {
		return " by [[checklist.model]]"
	}
	return ""
}

var builtIn = sync.OnceValue(func() []Row {
	recs, err := csv.NewReader(strings.NewReader(functionsCSV)).ReadAll()
	if err != nil {
		panic("functions.csv: " + err.Error()) // embedded, and read by a test
	}
	var rows []Row
	for _, r := range recs[1:] {
		arg := config.NoArg
		if r[4] != "" {
			if arg, err = strconv.Atoi(r[4]); err != nil {
				panic("functions.csv: " + r[4] + " is no position")
			}
		}
		rows = append(rows, Row{Role: Role(r[0]), Package: r[1], Type: r[2], Name: r[3], Arg: arg, Detail: r[5], Module: r[6], Version: r[7], File: r[8]})
	}
	return rows
})

// Rows returns the rows that come with klaviyolint.
func Rows() []Row { return builtIn() }

// Tables answers what a function is.
type Tables struct {
	rows map[string][]*Row
}

// New joins the rows that come with klaviyolint and those of a user.
func New(models []config.ChecklistModel) *Tables {
	t := &Tables{rows: map[string][]*Row{}}
	list := builtIn()
	for i := range list {
		t.rows[list[i].Func()] = append(t.rows[list[i].Func()], &list[i])
	}
	for _, m := range models {
		r := &Row{Role: Role(m.Role), Package: m.Package, Type: m.Type, Name: m.Name, Arg: m.Arg, User: true}
		t.rows[r.Func()] = append(t.rows[r.Func()], r)
	}
	return t
}

// Find returns the row of one of the names that has one of the roles, or nil.
func (t *Tables) Find(names []string, roles ...Role) *Row {
	for _, n := range names {
		for _, r := range t.rows[n] {
			for _, role := range roles {
				if r.Role == role {
					return r
				}
			}
		}
	}
	return nil
}

// Is makes a predicate over names.
func (t *Tables) Is(roles ...Role) func([]string) bool {
	return func(names []string) bool { return t.Find(names, roles...) != nil }
}
