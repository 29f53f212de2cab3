package httptimeout

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports clients that call Klaviyo without any time limit.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	once := rule.NewOnce(pass)
	made := map[*ir.Node]bool{}
	for _, r := range res.Requests {
		if !judged(res, r) {
			continue
		}
		for _, s := range r.Client.Unlimited {
			// One client is one finding, however many requests it sends.
			if made[s.Node] || s.Gen || r.Owner > r.Local && !s.Own {
				continue
			}
			if once.Report(s.At, "", message(r, s)) {
				made[s.Node] = true
			}
		}
	}
	return nil
}

// judged reports whether a sight of a request says something of its client
// here: it is sent to the API, by the outermost function that is known to, or it
// is a client set up here for others to send with. What another package makes
// and sends with is judged there.
func judged(res *requests.Result, r *requests.Request) bool {
	if r.Via.SDK != "" || r.Root.Gen || r.HostKind() != klaviyo.HostAPI {
		return false
	}
	return r.Partial || r.Sent && res.Outermost(r)
}

func message(r *requests.Request, s httpcalls.Sender) string {
	fact := fmt.Sprintf("%s has no time limit", s.What)
	switch s.What {
	case "http.Client":
		fact = "http.Client has no Timeout"
	case "http.DefaultClient", "http.Get", "http.Post", "http.PostForm", "http.Head":
		fact = fmt.Sprintf("%s never times out", s.What)
	}
	return fmt.Sprintf("%s, and the call%s has no deadline; %s", fact, r.What(), wayOut(s))
}

func wayOut(s httpcalls.Sender) string {
	switch {
	case s.Library == "net/http":
		return "use a client with a Timeout, or a context deadline"
	case s.Library == "github.com/hashicorp/go-retryablehttp":
		return "set HTTPClient.Timeout, or a context deadline"
	case s.Library == "github.com/dghubble/sling":
		return "give it an http.Client with Timeout"
	case s.Library == "github.com/valyala/fasthttp":
		return "set ReadTimeout and WriteTimeout, or call DoTimeout"
	case s.Library == "github.com/hashicorp/go-cleanhttp":
		return "set Timeout on the client it returns"
	}
	return "call SetTimeout, or use a context deadline"
}
