package items

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// retrying says what a function of a retry library does.
func retrying(names []string) paths.Retry {
	for _, n := range names {
		switch httpcalls.RetrierRole(n) {
		case "attempts":
			return paths.RetryAll
		case "marked-attempts":
			return paths.RetryOnlyIf
		case "permanent-error":
			return paths.RetryNever
		case "retryable-error":
			return paths.RetryMarked
		}
	}
	return paths.RetryNone
}

// A delivery says what a queue does with work that failed.
type delivery int

const (
	deliveryNone   delivery = iota
	deliveryGrows           // it runs it again, after waits that grow
	deliveryUnseen          // it runs it again as a setting elsewhere says
)

// growingQueues run failed work again after waits that grow by default: asynq
// v0.26.0 server.go DefaultRetryDelayFunc, river v0.51.2 retry_policy.go
// DefaultClientRetryPolicy, Temporal's default retry policy with a coefficient of 2.
var growingQueues = []string{"github.com/hibiken/asynq", "github.com/riverqueue/river", "go.temporal.io/sdk"}

// quietWorkers run a function again and again, and look at no error of it.
var quietWorkers = []string{"github.com/robfig/cron", "github.com/go-co-op/gocron"}

// finals are errors by which work is not run again.
var finals = []string{"github.com/hibiken/asynq.SkipRetry", "github.com/hibiken/asynq.RevokeTask", "github.com/riverqueue/river.JobCancel", "go.temporal.io/sdk/temporal.NewNonRetryableApplicationError"}

// redelivered tells what becomes of work whose worker returned an error.
func redelivered(w *paths.Way) delivery {
	if w.Root == nil || w.Root.Kind != paths.RootWorker || !w.Failed || slices.Contains(finals, w.Err) {
		return deliveryNone
	}
	by := func(p string) bool { return strings.Contains(w.Root.By, p) }
	switch {
	case slices.ContainsFunc(growingQueues, by):
		return deliveryGrows
	case slices.ContainsFunc(quietWorkers, by):
		return deliveryNone
	}
	return deliveryUnseen
}

// delayed finds the call that hands the work to a queue which waits for what the
// header asks.
func (c *context) delayed(w *paths.Way) *paths.Event {
	for i := range w.Events {
		e := &w.Events[i]
		if c.tab.Find(e.Names, tables.Queue) == nil {
			continue
		}
		for _, a := range e.Call.Common().Args {
			if c.Program.Depends(a, c.readsRetryAfter) {
				return e
			}
		}
	}
	return nil
}

// The parts of retry libraries by which waits grow, stay the same, or are none.
var (
	growingParts = []string{".NewExponentialBackOff", ".NewExponential", ".NewFibonacci", ".BackOffDelay", ".CombineDelay", ".FullJitterBackoffDelay", ".Exponential", ".Fibonacci"}
	steadyParts  = []string{".NewConstantBackOff", ".NewConstant", ".FixedDelay", ".RandomDelay", ".Constant"}
)

// libraryGrowth tells how the waits of a retry library change from attempt to
// attempt, by what it is given.
func (c *context) libraryGrowth(call ssa.CallInstruction) growthKind {
	grown, stays, none, chosen := false, false, false, false
	has := func(n string, parts []string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.HasSuffix(n, p) })
	}
	look := func(n string) {
		grown = grown || has(n, growingParts)
		stays = stays || has(n, steadyParts)
		chosen = chosen || has(n, []string{".DelayType", ".WithBackOff", ".Delay"})
	}
	names := c.Program.Names(call)
	for _, n := range names {
		look(n)
	}
	for _, a := range call.Common().Args {
		c.Program.Depends(a, func(v ssa.Value) bool {
			switch v := v.(type) {
			case *ssa.Call:
				for _, n := range c.Program.Names(v) {
					look(n)
				}
			case *ssa.Function:
				look(paths.Name(v))
			case *ssa.Alloc:
				switch t := v.Type().String(); {
				case strings.HasSuffix(t, ".ExponentialBackOff"):
					grown = true
				case strings.HasSuffix(t, ".ConstantBackOff"):
					stays = true
				case strings.HasSuffix(t, ".ZeroBackOff"), strings.HasSuffix(t, ".StopBackOff"):
					none = true
				}
			}
			return false
		})
	}
	switch {
	case none:
		return atOnce
	case grown && !stays:
		return grows
	case stays && !grown:
		return steady
	case grown || chosen:
		return unclear
	case slices.ContainsFunc(names, func(n string) bool {
		return strings.HasPrefix(n, "github.com/avast/retry-go") || strings.HasPrefix(n, "github.com/cenkalti/backoff/v5")
	}):
		return grows // by default: retry-go v4.6.1 options.go, backoff v5.0.3 retry.go
	}
	return unclear
}
