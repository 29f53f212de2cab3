package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// A Row says what one function or method of a library does.
type Row = libraries.Row

// IsClient reports whether a package is one of HTTP clients, for the gate. Most
// packages import the standard library alone, and need no table.
func IsClient(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return path == "net/http" || strings.Contains(first, ".") && libraries.Known().Clients()[path]
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
