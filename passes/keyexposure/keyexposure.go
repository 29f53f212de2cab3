package keyexposure

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports where the private key can be read by others.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	for _, l := range res.Leaks() {
		rule.Report(pass, rule.Diagnostic{Pos: l.Place.Pos, End: l.Place.End, Message: message(l)})
	}
	return nil
}

// where says, for each kind of sink, who can read it.
var where = map[requests.LeakKind]string{
	requests.LeakLog:    "to the log, for whoever reads it",
	requests.LeakPrint:  "to the output, which ends in logs and terminals",
	requests.LeakError:  "into the text of an error, which ends in logs and answers",
	requests.LeakAnswer: "to whoever sent the request",
	requests.LeakMetric: "into a metric, whose labels are kept and shown",
}

// message states the fact, its consequence and the way out.
func message(l requests.Leak) string {
	key := "the private key"
	if l.What != "" {
		key += fmt.Sprintf(" (%q)", l.What)
	}
	switch l.Kind {
	case requests.LeakQuery:
		return key + " is put into the query of a URL, which proxies, access logs and the texts of errors keep; send it in the Authorization header, as \"Klaviyo-API-Key <key>\""
	case requests.LeakURLErr:
		return fmt.Sprintf("%s writes the error of a request whose URL holds %s, and such an error quotes the URL; send the key in the Authorization header, or log the Err inside the *url.Error", l.Call, key)
	case requests.LeakClient:
		return key + " is sent to /client/, which is made for browsers and apps and takes the public key; use company_id there, or the endpoint under /api/"
	case requests.LeakHost:
		return fmt.Sprintf("%s is sent to %q, which is not Klaviyo's, and whoever runs that host can use it; send it to a.klaviyo.com only", key, l.Host)
	}
	switch {
	case l.Header:
		return fmt.Sprintf("%s writes the Authorization header with %s %s; leave the header out, or mask it", l.Call, key, where[l.Kind])
	case l.Whole:
		return fmt.Sprintf("%s shows a value as a whole, and so writes %s %s; leave the key out, or give its type a String and a LogValue method that hide it", l.Call, key, where[l.Kind])
	}
	return fmt.Sprintf("%s writes %s %s; leave it out, or show no more than its last characters", l.Call, key, where[l.Kind])
}
