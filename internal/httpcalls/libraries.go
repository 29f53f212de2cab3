package httpcalls

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

// libraries.csv says what the clients of an HTTP library do when nobody sets
// them up: whether a request ends by itself, whether it is sent again, and
// whether the wait between two attempts follows Retry-After. Each row names
// the version and the file of the library where that was read.
//
//go:embed libraries.csv
var librariesCSV string

// A Library is one row of the table.
type Library struct {
	Package    string
	TimeLimit  bool // requests end by default
	Retries    bool // requests are sent again by default
	RetryAfter bool // where they are sent again, the wait follows Retry-After
}

var defaults = sync.OnceValue(func() map[string]*Library {
	recs, err := csv.NewReader(strings.NewReader(librariesCSV)).ReadAll()
	if err != nil {
		panic("libraries.csv: " + err.Error()) // embedded, and read by a test
	}
	m := map[string]*Library{}
	for _, r := range recs[1:] {
		m[r[0]] = &Library{Package: r[0], TimeLimit: r[1] == "yes", Retries: r[2] == "yes", RetryAfter: r[3] == "yes"}
	}
	return m
})

// libraryOf finds the row of the library that declares a type or function.
func libraryOf(name string) *Library {
	slash := strings.LastIndexByte(name, '/')
	if i := strings.IndexByte(name[slash+1:], '.'); i >= 0 {
		pkg := name[:slash+1+i]
		if l := defaults()[pkg]; l != nil {
			return l
		}
		// An import path may have a dot in its last element: gopkg.in/resty.v1.
		if j := strings.IndexByte(name[slash+i+2:], '.'); j >= 0 {
			return defaults()[name[:slash+i+2+j]]
		}
	}
	return nil
}
