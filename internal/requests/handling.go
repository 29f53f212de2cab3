package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// Sending returns the place of the call that sends the request: the last one of
// the chain that stands in this package.
func (res *Result) Sending(r *Request) Place {
	for i := len(r.Send) - 1; i >= 0; i-- {
		if l := r.Send[i]; l.Fn.Pkg == res.pkg && l.Node.Pos.IsValid() {
			return httpcalls.PlaceOf(l.Node)
		}
	}
	return Place{}
}

// Calling returns the place of the call in the root that leads to the sending.
func (res *Result) Calling(r *Request) Place {
	if len(r.Send) == 0 || r.Send[0].Fn.Pkg != res.pkg {
		return Place{}
	}
	return httpcalls.PlaceOf(r.Send[0].Node)
}

// Reaches reports whether the root gets to see the response: it sends the
// request itself, or every function between hands the response on. A root that
// does not is no place to judge what is done with it.
func (res *Result) Reaches(r *Request) bool {
	for _, l := range r.Send[min(1, len(r.Send)):] {
		f := l.Fn
		if f.Lit {
			continue // shares the variables of the function around it
		}
		view := res.view(f, r)
		switch {
		case view != nil && !view.Handling.Returned:
			return false
		case view == nil && !givesResponse(f):
			return false
		}
	}
	return len(r.Send) > 0
}

// Generic reports whether the request is sent by helpers that know nothing of
// Klaviyo, and that nobody judges but the caller that brings the address.
func (res *Result) Generic(r *Request) bool {
	if r.Owner > r.Local {
		return false
	}
	for _, l := range r.Send[min(1, len(r.Send)):] {
		if !l.Fn.Lit && res.view(l.Fn, r) != nil {
			return false
		}
	}
	return true
}

// view finds the same sending call as a function on the way sees it.
func (res *Result) view(f *ir.Func, r *Request) *Request {
	for _, q := range res.sends[r.Send[len(r.Send)-1].Node] {
		if q.Root == f {
			return q
		}
	}
	return nil
}

func givesResponse(f *ir.Func) bool {
	for _, t := range f.ResTypes {
		if strings.HasSuffix(t, ".Response") {
			return true
		}
	}
	return false
}

// Views returns every sight of a request's sending call.
func (res *Result) Views(r *Request) []*Request {
	if len(r.Send) == 0 {
		return nil
	}
	return res.sends[r.Send[len(r.Send)-1].Node]
}
