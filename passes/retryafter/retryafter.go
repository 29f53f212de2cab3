package retryafter

import (
	"fmt"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports retries that do not wait as Klaviyo asks, or cannot succeed.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	j := &judge{pass: pass, res: res, once: rule.NewOnce(pass), honoured: map[token.Pos]bool{}}
	var rs []*requests.Request
	for _, r := range res.Requests {
		if j.judged(r) {
			rs = append(rs, r)
		}
	}
	for _, r := range rs {
		j.note(r)
	}
	for _, r := range rs {
		j.unread(r)
	}
	for _, ev := range res.Events() {
		j.event(ev)
	}
	for _, r := range rs {
		j.hopeless(r)
		j.unhandled(r)
	}
	return nil
}

type judge struct {
	pass     *analysis.Pass
	res      *requests.Result
	once     *rule.Once
	honoured map[token.Pos]bool // comparisons after which some caller reads the header
}

func (j *judge) judged(r *requests.Request) bool {
	return r.Sent && r.Via.SDK == "" && !r.Root.Gen && !r.Root.Lit && r.HostKind() == klaviyo.HostAPI && r.Handling.Looked && r.Handling.Answers != nil
}

// note remembers the comparisons that belong to code which honours the header,
// or hands the response on to somebody who may.
func (j *judge) note(r *requests.Request) {
	if !honours(r) {
		return
	}
	a := r.Handling.Answers[429]
	if a == nil {
		return // the function was not followed as far as its answer
	}
	if a.Returned && !j.res.Outermost(r) {
		return // what its callers do counts
	}
	for _, c := range a.Compared {
		j.honoured[c.At.Pos] = true
	}
}

func honours(r *requests.Request) bool {
	h := r.Handling
	a := h.Answers[429]
	if h.Honoured || a == nil || a.RetryAfter {
		return true
	}
	for _, code := range []int64{500, 503} {
		if b := h.Answers[code]; b != nil && b.RetryAfter && a.Again == nil {
			return true
		}
	}
	return false
}

// unread reports code that handles 429, or retries by status at all, and never
// reads Retry-After.
func (j *judge) unread(r *requests.Request) {
	if honours(r) {
		return
	}
	c := seen(r)
	again := retries(r, 429)
	switch {
	case again && r.Handling.ByLibrary:
		j.once.Report(j.res.Sending(r), "ignored", "the client retries 429 with a Backoff that ignores Retry-After; keep retryablehttp.DefaultBackoff")
		return
	case c != nil:
	case again:
		c = decisive(r, 429)
	case retries(r, 503):
		c = decisive(r, 503)
	case retries(r, 500):
		c = decisive(r, 500)
	}
	if c == nil || j.honoured[c.At.Pos] {
		return
	}
	const wayOut = "wait for the seconds in resp.Header.Get(\"Retry-After\")"
	message := "429 is handled without reading Retry-After; " + wayOut + ", or return them in the error"
	switch {
	case again && c.Code == 429:
		message = "429 is retried without the wait that Retry-After asks for; " + wayOut
	case again:
		message = "429 is retried among other statuses, without reading Retry-After; " + wayOut
	case c.Code != 429:
		message = "failures are retried, but not 429; retry it too, and " + wayOut
	}
	j.once.Report(c.At, "ignored", message)
}

// seen finds the comparison with 429 that does something.
func seen(r *requests.Request) *httpcalls.Comparison {
	a := r.Handling.Answers[429]
	if a == nil {
		return nil
	}
	for i := range a.Compared {
		if c := &a.Compared[i]; c.Code == 429 && c.At.IsValid() && !says(r, c) {
			return c
		}
	}
	return nil
}

// says reports whether the branch of a comparison with 429 does nothing but say
// so.
func says(r *requests.Request, c *httpcalls.Comparison) bool {
	for _, d := range r.Handling.Compared {
		if d.Says && d.Code == c.Code && d.At == c.At {
			return true
		}
	}
	return false
}

// decisive finds the comparison that decides about a retry after a status: a
// list of statuses, else the first one.
func decisive(r *requests.Request, code int64) *httpcalls.Comparison {
	a := r.Handling.Answers[code]
	if a == nil {
		return nil
	}
	var first *httpcalls.Comparison
	for i := range a.Compared {
		c := &a.Compared[i]
		if !c.At.IsValid() || c.Late {
			continue
		}
		if c.Listed {
			return c
		}
		if first == nil {
			first = c
		}
	}
	return first
}

func retries(r *requests.Request, code int64) bool {
	a := r.Handling.Answers[code]
	return a != nil && a.Again != nil
}

// hopeless reports the retry of statuses that the same request meets again.
func (j *judge) hopeless(r *requests.Request) {
	var codes []string
	var at *httpcalls.Comparison
	for _, code := range []int64{400, 401, 403, 404, 409, 410} {
		a := r.Handling.Answers[code]
		if a == nil || a.Again == nil || a.Repairs {
			continue
		}
		if at == nil {
			at = decisive(r, code)
		}
		for i := range a.Compared {
			if c := &a.Compared[i]; c.Code == code && c.At.IsValid() && !c.Late && len(codes) == 0 {
				at = c
			}
		}
		codes = append(codes, fmt.Sprint(code))
	}
	if len(codes) == 0 || at == nil {
		return
	}
	j.once.Report(at.At, "hopeless", fmt.Sprintf("%s retried, although the same request cannot succeed; retry only 429 and 5xx", list(codes)))
}

func list(codes []string) string {
	if len(codes) == 1 {
		return codes[0] + " is"
	}
	return strings.Join(codes[:len(codes)-1], ", ") + " and " + codes[len(codes)-1] + " are"
}

// event reports the retry of an event that Klaviyo cannot tell from another.
func (j *judge) event(ev requests.Event) {
	r := ev.Request
	h := r.Handling
	if ev.Fault != requests.NoID || ev.Foreign || !j.judged(r) || !retries(r, 500) && !retries(r, 503) && !(h.Honoured && h.ByLibrary) {
		return
	}
	at := r.Place(ev.At)
	if c := decisive(r, 503); ev.At == len(r.Build)-1 && c != nil && !h.ByLibrary {
		at = c.At
	}
	j.once.Report(at, "event", "an event without unique_id is retried after a failure, so it may count twice; set attributes.unique_id")
}

// unhandled tells of requests for which 429 is an error like any other.
func (j *judge) unhandled(r *requests.Request) {
	if h := r.Handling; honours(r) || h.Escaped || h.Told || r.Client.Retries || r.Client.Injected || !j.res.Reaches(r) {
		return
	}
	for _, q := range j.res.Views(r) {
		if q.Handling.RetryAfter || q.Handling.Retrier || seen(q) != nil || retries(q, 429) || retries(q, 500) || q.Handling.Status[429] {
			return
		}
	}
	j.once.Report(j.res.Sending(r), "unhandled", fmt.Sprintf("nothing handles 429 for this request%s; wait as long as Retry-After says, and send it again", r.What()))
}
