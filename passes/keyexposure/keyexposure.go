package keyexposure

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/keyflow"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports where the private key can be read by others.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	for _, l := range keyflow.Leaks(res) {
		rule.Report(pass, rule.Diagnostic{Pos: l.Place.Pos, End: l.Place.End, Message: message(l)})
	}
	return nil
}

// where says, for each kind of sink, where the key ends up.
var where = map[keyflow.LeakKind]string{
	keyflow.LeakLog:    "to the log",
	keyflow.LeakPrint:  "to the output",
	keyflow.LeakError:  "into the text of an error",
	keyflow.LeakAnswer: "into the response",
	keyflow.LeakMetric: "into a metric",
}

// message states the fact, its consequence and the way out.
func message(l keyflow.Leak) string {
	key, short := "the private key", "key"
	if l.Token {
		key, short = "the OAuth token", "token"
	}
	if l.What != "" {
		key += fmt.Sprintf(" (%q)", l.What)
	}
	switch l.Kind {
	case keyflow.LeakQuery:
		return key + " is in the query of a URL, which logs and proxies keep; send it in the Authorization header"
	case keyflow.LeakURLErr:
		return fmt.Sprintf("%s writes an error that quotes a URL with %s; send the key in the Authorization header", l.Call, key)
	case keyflow.LeakClient:
		return key + " is sent to /client/, which takes the public key; use company_id there, or the endpoint under /api/"
	case keyflow.LeakHost:
		return fmt.Sprintf("%s is sent to %q, which is not Klaviyo's host; send it to a.klaviyo.com only", key, l.Host)
	}
	switch {
	case l.Header:
		return fmt.Sprintf("%s writes the Authorization header with %s %s; leave the header out, or mask it", l.Call, key, where[l.Kind])
	case l.Whole:
		return fmt.Sprintf("%s writes a value that holds %s %s; leave the %s out, or hide it in String and LogValue", l.Call, key, where[l.Kind], short)
	}
	return fmt.Sprintf("%s writes %s %s; leave it out, or show its last characters only", l.Call, key, where[l.Kind])
}
