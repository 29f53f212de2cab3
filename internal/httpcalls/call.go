package httpcalls

import (
	"go/token"
	"sort"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A Call is one request as one function makes it. A wrapper yields one for
// its own body, and one more for each caller.
type Call struct {
	Root  *ir.Func    // the function it was seen from
	Build []flow.Link // calls from Root to the expression that builds it
	Send  []flow.Link // calls from Root to the call that sends it, if it is sent
	Sent  bool
	// Partial marks headers or defaults that are made here for requests sent
	// elsewhere.
	Partial bool

	Method  []flow.Text
	URLs    []URL
	Headers Headers
	Body    *JSON
	// Password is what SetBasicAuth was given.
	Password []flow.Text
	Client   Client
	Via      Via

	Handling *Handling
	InLoop   bool
	Loops    []Loop   // around the sending, the outermost first
	Tags     []string // conditions it is sent under

	// Number is the place in the order of execution.
	Number int
}

// A URL is one alternative of a request's address.
type URL struct {
	Text   flow.Text
	Scheme flow.Text
	Host   flow.Text
	Path   flow.Text
	Query  flow.Text
}

// Headers are the headers of a request when it is sent.
type Headers struct {
	AnyName bool                  // one is set whose name is not known
	Set     map[string]flow.Value // canonical name; AbsentK among the values: may be unset
	Open    bool                  // unknown code could still set one
	Why     string                // which code
	At      token.Pos
}

// Certain reports whether a header is set on every path.
func (h *Headers) Certain(name string) bool {
	v, ok := h.Set[name]
	return ok && !v.Has(flow.AbsentK)
}

// May reports whether a header is set on some path.
func (h *Headers) May(name string) bool {
	v, ok := h.Set[name]
	if !ok {
		return false
	}
	for _, a := range v {
		if a.Kind != flow.AbsentK {
			return true
		}
	}
	return false
}

// A Client is what sends the request.
type Client struct {
	Library  string // net/http, resty, ...
	Default  bool   // http.DefaultClient or a package function
	Injected bool   // came from outside
	Timeout  bool
	Deadline bool // the request's context has one
	Context  string
	Retries  bool
	Insecure bool // the server's certificate is not checked
	// Unchecked is where that is written, and Config the calls that led to the
	// configuration that says so.
	Unchecked ir.Source
	Config    []flow.Link
	// Unlimited are the clients that may send it and set no limit on the time
	// that takes; none where the request itself has a deadline.
	Unlimited []Sender
	Node      *ir.Node
	Fn        *ir.Func
}

// Via says how a request is made.
type Via struct {
	Library   string
	SDK       string // module of the vendor's SDK, for its calls
	Func      string // function that was called
	Operation string // what the call asks the vendor for, for SDK calls
}

// Handling is what the code does with the answer.
type Handling struct {
	Status     map[int64]bool // codes it is compared with
	Looked     bool           // the status is looked at at all
	Compared   []Comparison   // the places where it is, in the order of execution
	RetryAfter bool           // the header is read
	// Answers says what the root does when it is answered with a status, for
	// some of them; nil where that was not tried.
	Answers  map[int64]*Answer
	Retrier  bool // it is sent under a retry library
	Honoured bool // its library sends it again, and waits as Retry-After says
	// ByLibrary is set when the library decides alone what is sent again.
	ByLibrary bool
	Returned  bool // the response or its headers leave the root
	Told      bool // its status does
	Closed    bool
	Escaped   bool // the response is handed to unknown code
	Duplicate bool // duplicates are recognised and something is done about them
	// Decodes are the places where its body is decoded.
	Decodes []Decode
}

// Methods returns the methods the request may have, sorted, and whether these
// are all.
func (r *Call) Methods() (known []string, all bool) {
	all = true
	seen := map[string]bool{}
	for _, t := range r.Method {
		s, ok := t.Const()
		if !ok {
			all = false
			continue
		}
		if s == "" {
			s = "GET"
		}
		if !seen[s] {
			seen[s] = true
			known = append(known, s)
		}
	}
	sort.Strings(known)
	return known, all
}

// Is reports whether the request certainly has the method.
func (r *Call) Is(method string) bool {
	known, all := r.Methods()
	return all && len(known) == 1 && known[0] == method
}
