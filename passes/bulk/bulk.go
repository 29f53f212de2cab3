package bulk

import (
	"fmt"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports requests that are sent once for each item of a loop.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	once := rule.NewOnce(pass)
	for _, r := range res.Requests {
		if len(r.Loops) == 0 {
			continue
		}
		ep, twin, own, ok := bulkTwin(r)
		if !ok {
			continue
		}
		if _, at, each := perItem(res, r, own); each {
			once.Report(at, "", message(ep, twin, own))
		}
	}
	return nil
}

func message(ep *klaviyo.Endpoint, twin klaviyo.BulkTwin, own bool) string {
	most := fmt.Sprintf("up to %s %s", thousands(twin.MaxItems), twin.Unit)
	if twin.MaxMB > 0 {
		most += fmt.Sprintf(", %d MB", twin.MaxMB)
	}
	if own {
		return fmt.Sprintf("the loop sends a list of one to %s in each turn; send one request per batch (%s)", ep, most)
	}
	return fmt.Sprintf("the loop sends one %s per item; batch with %s (%s)", ep, twin.Endpoint, most)
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	if len(s) > 3 {
		s = s[:len(s)-3] + "," + s[len(s)-3:]
	}
	return s
}
