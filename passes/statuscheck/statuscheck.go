package statuscheck

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports answers of Klaviyo whose status nobody looks at.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	j := &judge{pass: pass, res: res, once: rule.NewOnce(pass)}
	for _, r := range res.Requests {
		if !r.Sent || r.Via.SDK != "" || r.Root.Gen || r.Root.Lit || r.HostKind() != klaviyo.HostAPI {
			continue
		}
		switch {
		case j.ignored(r):
			looks := func(q *requests.Request) bool { return q.Handling.Looked || q.Handling.Escaped }
			j.once.Report(j.place(r, looks), "ignored", fmt.Sprintf("the status of Klaviyo's answer%s is never checked, so a failure passes for a success; check StatusCode first", r.What()))
		default:
			if codes := j.swallowed(r); len(codes) > 0 {
				tells := func(q *requests.Request) bool { return len(j.swallowed(q)) == 0 }
				j.once.Report(j.place(r, tells), "swallowed", fmt.Sprintf("when Klaviyo answers %s%s, no error is returned and nothing is logged; return an error for 400 and above", strings.Join(codes, " or "), r.What()))
			}
		}
	}
	return nil
}

type judge struct {
	pass *analysis.Pass
	res  *requests.Result
	once *rule.Once
}

// ignored reports whether nobody looks at the status: neither the function that
// gets the response, nor anything it hands the response to.
func (j *judge) ignored(r *requests.Request) bool {
	h := r.Handling
	if h.Looked || h.Escaped || h.Returned {
		return false
	}
	return j.res.Reaches(r) || j.res.Generic(r)
}

// place is the sending call. Where other callers of a helper do right with the
// response that it hands on, the fault is with this one.
func (j *judge) place(r *requests.Request, right func(*requests.Request) bool) requests.Place {
	if len(r.Send) > 1 && j.res.Reaches(r) {
		for _, q := range j.res.Views(r) {
			if q.Root != r.Root && len(q.Send) > 1 && right(q) {
				return j.res.Calling(r)
			}
		}
	}
	return j.res.Sending(r)
}

// swallowed lists those of 401 and 403 that end without an error, a log line or
// any other trace.
func (j *judge) swallowed(r *requests.Request) (codes []string) {
	if !r.Handling.Looked || r.Handling.Escaped || !j.res.Reaches(r) {
		return nil
	}
	for _, code := range []int64{401, 403} {
		if a := r.Handling.Answers[code]; a != nil && a.Silent {
			codes = append(codes, strconv.FormatInt(code, 10))
		}
	}
	return codes
}
