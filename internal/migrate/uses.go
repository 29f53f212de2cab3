// Package migrate says what a move to another revision means for each call to
// Klaviyo that a code base makes: what changes of what the code sends, asks for
// and decodes.
package migrate

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// Uses are what a call sends and decodes.
type Uses struct {
	Body  *contract.Value // nil where nothing is known, or nothing is sent
	Types []*contract.Type
	// Unknown: the answer reaches code that cannot be seen, or a type that is not
	// known.
	Unknown bool
}

// Analyzer collects what the requests of a package use. It needs the types of
// the package, which are gone when the report is made.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyomigrate",
	Doc:              "collect what the requests to Klaviyo of a package send and decode",
	URL:              "https://github.com/klaviyolint/klaviyolint",
	Requires:         []*analysis.Analyzer{requests.Analyzer},
	ResultType:       reflect.TypeFor[map[*requests.Request]*Uses](),
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[requests.Analyzer].(*requests.Result)
		out := map[*requests.Request]*Uses{}
		for _, r := range res.Requests {
			u := &Uses{Body: requests.BodyValue(r.Body)}
			decoded := res.Decodes(pass, r)
			for _, d := range decoded {
				u.Types = append(u.Types, requests.DecodeType(d.Type))
			}
			if h := r.Handling; h != nil {
				u.Unknown = len(decoded) < len(h.Decodes) || len(h.Decodes) == 0 && (h.Returned || h.Escaped)
			}
			out[r] = u
		}
		return out, nil
	},
}
