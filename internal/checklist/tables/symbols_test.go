//go:build symbols

package tables

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every row names a function or method that the module has in the version where it
// was read: a program that mentions all of them is type-checked against the modules.
// They are downloaded, so the test has a build tag of its own:
//
//	go test -tags symbols ./internal/checklist/tables
func TestSymbols(t *testing.T) {
	dir := t.TempDir()
	var mod, src, use strings.Builder
	mod.WriteString("module example.com/symbols\n\ngo 1.25.0\n\nrequire (\n")
	src.WriteString("package symbols\n\nimport (\n")
	modules, imports := map[string]bool{}, map[string]string{}
	for _, r := range Rows() {
		if slices.Contains(unpublished, r.Module) {
			continue
		}
		if r.Module != "std" && !modules[r.Module] {
			modules[r.Module] = true
			fmt.Fprintf(&mod, "\t%s %s\n", r.Module, r.Version)
		}
		name, ok := imports[r.Package]
		if !ok {
			name = fmt.Sprintf("p%d", len(imports))
			imports[r.Package] = name
			fmt.Fprintf(&src, "\t%s %q\n", name, r.Package)
		}
		use.WriteString(mention(name, &r))
	}
	mod.WriteString(")\n")
	src.WriteString(")\n\n")
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", mod.String())
	write("symbols.go", src.String()+use.String())
	for _, args := range [][]string{{"mod", "tidy"}, {"vet", "-unusedresult=false", "."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %s\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// unpublished are modules that some proxies do not serve: their rows were read in the
// repository, at the commit that stands for the version. The health module is ours.
var unpublished = []string{"github.com/klaviyolint/klaviyolint/health", "github.com/cep21/circuit/v4", "github.com/mercari/go-circuitbreaker", "github.com/bugsnag/bugsnag-go/v2",
	"github.com/Unleash/unleash-client-go/v4", "github.com/thomaspoignant/go-feature-flag"}

// generic are the types with a parameter, and what stands in for it.
var generic = map[string]string{
	"github.com/sony/gobreaker/v2.CircuitBreaker": "[int]", "github.com/sony/gobreaker/v2.TwoStepCircuitBreaker": "[int]", "github.com/riverqueue/river.Client": "[int]",
	"github.com/failsafe-go/failsafe-go.Executor": "[int]",
}

// interfaces are the types whose methods have no pointer.
var interfaces = []string{"go.uber.org/ratelimit.Limiter", "github.com/sethvargo/go-limiter.Store", "go.opentelemetry.io/otel/trace.Span", "github.com/hashicorp/go-hclog.Logger",
	"github.com/prometheus/client_golang/prometheus.Counter", "github.com/prometheus/client_golang/prometheus.Observer", "github.com/prometheus/client_golang/prometheus.Histogram",
	"github.com/prometheus/client_golang/prometheus.Summary", "go.opentelemetry.io/otel/metric.Meter", "go.opentelemetry.io/otel/metric.Int64Counter",
	"go.opentelemetry.io/otel/metric.Float64Counter", "go.opentelemetry.io/otel/metric.Int64Histogram", "go.opentelemetry.io/otel/metric.Float64Histogram",
	"github.com/DataDog/datadog-go/v5/statsd.ClientInterface", "github.com/ThreeDotsLabs/watermill/message.Publisher", "github.com/heptiolabs/healthcheck.Handler",
	"github.com/failsafe-go/failsafe-go.Executor", "go.temporal.io/sdk/client.Client"}

func mention(pkg string, r *Row) string {
	if r.Type == "" {
		return fmt.Sprintf("var _ = %s.%s%s\n", pkg, r.Name, generic[r.Package+"."+r.Name])
	}
	full := r.Package + "." + r.Type
	typ := pkg + "." + r.Type + generic[full]
	if slices.Contains(interfaces, full) {
		return fmt.Sprintf("var _ = %s.%s\n", typ, r.Name)
	}
	return fmt.Sprintf("var _ = (*%s).%s\n", typ, r.Name)
}
