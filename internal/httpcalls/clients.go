package httpcalls

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// clients.csv says what the functions of HTTP client libraries mean for a
// request. Its columns are those of [[client.model]] in the configuration, by
// which users describe clients of their own; an empty position means none.
//
//go:embed clients.csv
var clientsCSV string

// A Row says what one function or method of a client library does.
type Row struct {
	Package, Type, Name string
	Role, Method        string
	URL, Arg, Body      int
	Key, Value          int
	Returns             string
}

func (r *Row) key() string {
	if r.Type == "" {
		return r.Package + "." + r.Name
	}
	return r.Package + "." + r.Type + "." + r.Name
}

var libraryRows = sync.OnceValue(func() []Row {
	recs, err := csv.NewReader(strings.NewReader(clientsCSV)).ReadAll()
	if err != nil {
		panic("clients.csv: " + err.Error()) // embedded, and read by a test
	}
	rows := make([]Row, 0, len(recs))
	for _, r := range recs[1:] {
		at := func(i int) int {
			if r[i] == "" {
				return config.NoArg
			}
			n, err := strconv.Atoi(r[i])
			if err != nil {
				panic("clients.csv: " + r[i] + " is not a position")
			}
			return n
		}
		rows = append(rows, Row{Package: r[0], Type: r[1], Name: r[2], Role: r[3], Method: r[4], URL: at(5), Arg: at(6), Body: at(7), Key: at(8), Value: at(9), Returns: r[10]})
	}
	return rows
})

// builders are the types of the table that carry a request or its defaults.
var builders = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, r := range libraryRows() {
		if r.Type != "" {
			m[r.Package+"."+r.Type] = true
		}
	}
	return m
})

// IsClient reports whether a package is one of the table, for the gate. Most
// packages import the standard library alone, and need no table.
func IsClient(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return path == "net/http" || strings.Contains(first, ".") && clientPackages()[path]
}

// clientPackages are the import paths of the table.
var clientPackages = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{"net/http": true}
	for _, r := range libraryRows() {
		m[r.Package] = true
	}
	return m
})

// Rows returns the models of the table, and those that a configuration adds.
func Rows(models []config.Model) []Row {
	rows := slices.Clone(libraryRows())
	for _, m := range models {
		rows = append(rows, Row{Package: m.Package, Type: m.Type, Name: m.Name, Role: m.Role, Method: m.Method, URL: m.URL, Arg: m.Arg, Body: m.Body, Key: m.Key, Value: m.Value, Returns: m.Returns})
	}
	return rows
}

// harmless lists functions of well-known libraries that wrap a client or a
// transport, or take a request, without touching headers that a vendor reads.
func harmless(name string) bool {
	for _, p := range []string{
		"go.opentelemetry.io/", "gopkg.in/DataDog/dd-trace-go", "github.com/DataDog/dd-trace-go/",
		"github.com/prometheus/client_golang/", "github.com/hashicorp/go-cleanhttp.", "github.com/hashicorp/go-retryablehttp.",
		"github.com/newrelic/go-agent/", "github.com/aws/aws-xray-sdk-go/", "github.com/getsentry/sentry-go",
		"github.com/opentracing", "github.com/gorilla/", "golang.org/x/net/", "go.uber.org/", "github.com/sirupsen/logrus",
		"github.com/rs/zerolog", "moul.io/http2curl.", "github.com/motemen/go-loghttp", "github.com/valyala/fasthttp.Release",
	} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
