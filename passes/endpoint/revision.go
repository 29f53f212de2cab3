package endpoint

import (
	"fmt"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

const header = "Revision"

// revisions returns the revisions that a request may send, each as the one that
// Klaviyo answers as. ok is false when that is not known of all of them.
func (j *judge) revisions(r *requests.Request) (served, sent []string, ok bool) {
	v := r.Headers.Set[header]
	if len(v) == 0 {
		return nil, nil, false
	}
	for _, t := range v.Texts() {
		s, known := t.Const()
		if !known || slices.Contains(j.s.Revision.Known, s) {
			return nil, nil, false
		}
		switch st, _ := klaviyo.RevisionAt(s, j.s.Day); st {
		case klaviyo.Stable, klaviyo.Deprecated, klaviyo.Beta:
			served = append(served, s)
		case klaviyo.Retired:
			// Klaviyo falls forward.
			served = append(served, klaviyo.OldestServed(j.s.Day).Value)
		default:
			return nil, nil, false
		}
		sent = append(sent, s)
	}
	return served, sent, true
}

// mayBeNewer reports whether a request may name a revision whose endpoints are
// not all in the tables: one newer than them, or a beta.
func (j *judge) mayBeNewer(r *requests.Request) bool {
	v, ok := r.Headers.Set[header]
	if !ok {
		return false
	}
	for _, t := range v.Texts() {
		s, known := t.Const()
		if !known {
			continue
		}
		st, _ := klaviyo.RevisionAt(s, j.s.Day)
		if st == klaviyo.Newer || st == klaviyo.Beta || slices.Contains(j.s.Revision.Known, s) {
			return true
		}
	}
	return false
}

// atRevision judges endpoints against the revisions that the request may send:
// a fault only when none of these has any of them.
func (j *judge) atRevision(r *requests.Request, eps []*klaviyo.Endpoint) *fault {
	served, sent, ok := j.revisions(r)
	if !ok {
		return nil
	}
	for _, ep := range eps {
		for _, s := range served {
			if ep.In(s) {
				return nil
			}
		}
	}
	ep := eps[0]
	var at string
	if len(sent) == 1 {
		at = fmt.Sprintf("revision %q", sent[0])
		if sent[0] != served[0] {
			at += fmt.Sprintf(", answered as %q,", served[0])
		}
	} else {
		at = "none of the revisions sent"
	}
	has := " does not have "
	if len(sent) > 1 {
		has = " has "
	}
	switch {
	case ep.Stage == klaviyo.BetaStage:
		return &fault{kind: "beta", message: fmt.Sprintf("%q exists only in the beta, and %s%sit; send a beta revision such as %q", ep.String(), at, has, ep.FirstRevision)}
	case ep.LastRevision != "":
		status := 404
		if sent[0] != served[0] {
			status = 410 // of a retired revision, Klaviyo says that it is gone
		}
		return &fault{kind: "revision", message: fmt.Sprintf("%s%s%q, which ended with revision %q (answer %d); use %q", at, has, ep.String(), ep.LastRevision, status, ep.Prefer)}
	}
	return &fault{kind: "revision", message: fmt.Sprintf("%s%s%q yet; it came with revision %q, send that one or a newer one", at, has, ep.String(), ep.FirstRevision)}
}
