package requests

import (
	"maps"
	"slices"
	"sort"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/program"
)

// finish keeps the requests that are Klaviyo's, finds out which function of
// the chain each belongs to, and puts them in the order of their places.
func (res *Result) finish(k *classifier) {
	var out []*Request
	for _, r := range res.Requests {
		if r.Evidence == "" {
			continue
		}
		r.Local = -1
		for i, l := range r.Build {
			if l.Fn.Pkg == res.pkg {
				r.Local = i
			}
		}
		if r.Local < 0 {
			continue
		}
		r.Owner, r.Settled = k.owner(r)
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Build[out[i].Local].Node.Pos, out[j].Build[out[j].Local].Node.Pos
		if c := httpcalls.ComparePos(res.program.Fset, a, b); c != 0 {
			return c < 0
		}
		return out[i].Number < out[j].Number
	})
	res.Requests = out
	res.sends = bySend(out)
	res.byRoot = map[*ir.Func][]*Request{}
	for _, r := range out {
		res.byRoot[r.Root] = append(res.byRoot[r.Root], r)
	}
	// What is asked later is executed by an engine of its own: the memory of this one
	// would be kept for as long as the result is.
	var mu sync.Mutex
	var late *classifier
	known := k.e.Kept()
	res.alone = func(f *ir.Func) []*Request {
		mu.Lock()
		defer mu.Unlock()
		if cs, ok := known[f]; ok {
			return k.all(cs)
		}
		if late == nil {
			late = &classifier{hosts: k.hosts, known: map[*httpcalls.Call]*Request{}, e: res.program.Engine()}
		}
		late.e.It.Done = res.program.Done()
		return late.all(late.e.Alone(f))
	}
	k.e = nil
	res.events = sync.OnceValue(res.findEvents)
}

// owner finds the innermost function of the chain that makes the request
// Klaviyo's without help of its callers, and whether it settles by itself which
// API the request belongs to.
func (k *classifier) owner(r *Request) (i int, settled bool) {
	last := len(r.Build) - 1
	for i := last; i > 0; i-- {
		f := r.Build[i].Fn
		if f == r.Root {
			continue
		}
		for _, q := range k.all(k.e.Alone(f)) {
			if q.Evidence != "" && q.Build[len(q.Build)-1].Node == r.Build[last].Node {
				_, known := q.Kinds()
				return i, known || q.Auth.Kind == AuthKey
			}
		}
	}
	return 0, true
}

// Alone returns the requests that a function makes on its own, without help of its
// callers.
func (res *Result) Alone(f *ir.Func) []*Request {
	if res.alone == nil {
		return nil
	}
	return res.alone(f)
}

// offers lists the operations that a package performs with requests it builds
// itself: it is a client that others call. Who merely calls such a client
// offers nothing.
func offers(pkg string, rs []*Request) []string {
	seen := map[string]bool{}
	for _, r := range rs {
		if r.Evidence == "" || r.Build[len(r.Build)-1].Fn.Pkg != pkg {
			continue
		}
		for _, ep := range r.Endpoints() {
			seen[ep.Operation] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Endpoints lists the endpoints that the request certainly is: one for each
// address whose path has a known form.
func (r *Request) Endpoints() []*klaviyo.Endpoint {
	var out []*klaviyo.Endpoint
	methods, all := r.Methods()
	if !all || len(methods) == 0 {
		return nil
	}
	for _, u := range r.hosted() {
		for _, m := range methods {
			if ep := Endpoint(m, u.APIPath()); ep != nil {
				out = append(out, ep)
			}
		}
	}
	return out
}

// Endpoint finds the endpoint that a path means, when it can only mean one.
func Endpoint(method, path string) *klaviyo.Endpoint {
	if path == "" || path == klaviyo.Hole {
		return nil
	}
	if path[len(path)-1] == klaviyo.Hole[0] && (len(path) < 2 || path[len(path)-2] != '/') {
		return nil // `/api/profile` + unknown rest
	}
	eps := klaviyo.Match(method, path)
	if len(eps) != 1 {
		return nil
	}
	return eps[0]
}

// PackageOffers reports whether functions of a package, this one or an
// imported one, perform an operation.
func (res *Result) PackageOffers(pkg, operation string) bool {
	if pkg == res.pkg {
		return res.Offers[operation]
	}
	for _, o := range res.imported().Offers[pkg] {
		if o == operation {
			return true
		}
	}
	return false
}

func (res *Result) imported() program.Knowledge {
	if res.program == nil {
		return program.Knowledge{}
	}
	return res.program.Imports
}

// NamesKlaviyo reports whether an imported package names Klaviyo itself.
func (res *Result) NamesKlaviyo(pkg string) bool { return res.imported().Klaviyo[pkg] }

// Judges reports whether an imported package judges something itself: a constant
// by its qualified name, or a value of a further package as "package value".
func (res *Result) Judges(what string) bool { return res.imported().Judged[what] }

// Innermost returns the index into the local part of the chain of the
// innermost function that makes the request on its own in a way that the
// predicate accepts: the place where what it asks for is written down.
func (res *Result) Innermost(r *Request, accept func(*Request) bool) int {
	last := r.Build[len(r.Build)-1].Node
	for i := r.Local; i > 0; i-- {
		for _, q := range res.byRoot[r.Build[i].Fn] {
			if q.Build[len(q.Build)-1].Node == last && accept(q) {
				return i
			}
		}
	}
	return 0
}

// Calls returns the requests for a person to read, one for each place and
// caller: a function literal that also runs on its own is shown as such, and
// not once more under the function around it.
func (res *Result) Calls() []*Request {
	var out []*Request
	for _, r := range res.Requests {
		last := r.Build[len(r.Build)-1].Node
		again := false
		for i := 1; i <= r.Local && !again; i++ {
			if f := r.Build[i].Fn; f.Lit {
				for _, q := range res.byRoot[f] {
					again = again || q.Build[len(q.Build)-1].Node == last
				}
			}
		}
		if !again {
			out = append(out, r)
		}
	}
	return out
}
