package eventid

import (
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports events that are sent without a unique id.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

// Of the events of one profile and metric within a second Klaviyo keeps one, and
// answers 202 to all.
const consequence = ", so two in one second become one; "

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	once := rule.NewOnce(pass)
	sdks := map[string]bool{}
	for _, ev := range res.Events() {
		r := ev.Request
		if ev.Foreign || r.Build[ev.At].Fn.Gen {
			continue // reported where it is written, or not theirs to mend
		}
		at, message := r.Place(ev.At), "the event has no unique_id"+consequence+"set attributes.unique_id to an id of its own, such as an order's"
		switch {
		case r.Via.SDK != "" && ev.At == len(r.Build)-1:
			at = r.NamePlace(ev.At)
		case klaviyo.SDKFor(pass.Pkg.Path()) != nil && !r.Root.Lit:
			// In the SDK itself it is the method that lacks a place for the id.
			at = requests.Place{Pos: r.Root.Pos, End: r.Root.Pos}
		}
		if ev.SDK != nil {
			if sdks[ev.SDK.Module] {
				continue
			}
			sdks[ev.SDK.Module] = true
			module := ev.SDK.Module[strings.IndexByte(ev.SDK.Module, '/')+1:]
			message = module + " cannot send an event's unique_id" + consequence + "send POST /api/events with attributes.unique_id"
		}
		switch ev.Fault {
		case requests.ConstantID:
			message = "unique_id is a constant, so Klaviyo keeps only the first event and answers 202 to all; use an id of the event, such as the order's"
		case requests.FreshID:
			message = "unique_id is made anew for each attempt, so an event that arrives twice counts twice; make it once, before the first attempt"
		}
		once.Report(at, "", message)
	}
	return nil
}
