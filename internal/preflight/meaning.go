package preflight

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// A meaning is what an answer of the API says, apart from its content.
type meaning int

const (
	granted      meaning = iota // 2xx in JSON:API
	refused                     // 403 of Klaviyo's: the scope is missing
	intercepted                 // 403 of something in front of Klaviyo
	keyRefused                  // 401
	malformed                   // 400: refused for its form
	noRevision                  // 404 "No valid revisions found", 410
	otherRefusal                // 404, 405, 409, 415 and other 4xx
	limited                     // 429
	serverError                 // 5xx
	noAnswer                    // network error, time out
	outOfTime                   // not asked any more
	interrupted                 //
	redirected                  // 3xx: not followed
	notKlaviyo                  // 2xx that is not JSON:API
	tooLong                     // the body did not fit
)

// foreign reports whether somebody else than Klaviyo answered.
func (m meaning) foreign() bool { return m == intercepted || m == redirected || m == notKlaviyo }

// An apiError is one element of the errors array of a refusal.
type apiError struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Source struct {
		Pointer   string `json:"pointer"`
		Parameter string `json:"parameter"`
	} `json:"source"`
}

// meaningOf reads an answer. A 2xx counts only with a JSON content type and a
// top-level member "data"; a 403 is Klaviyo's only with an array "errors".
func (s *session) meaningOf(a *answer) (meaning, apiError) {
	switch {
	case errors.Is(a.err, errInterrupted):
		return interrupted, apiError{}
	case errors.Is(a.err, errOutOfTime):
		return outOfTime, apiError{}
	case a.err != nil:
		return noAnswer, apiError{}
	}
	code := a.req.Status
	e, isErrors := s.errorOf(a)
	switch {
	case code >= 200 && code < 300:
		switch {
		case !jsonType(a.header) || !hasData(a.body):
			return notKlaviyo, e
		case a.cut:
			return tooLong, e
		}
		return granted, e
	case code >= 300 && code < 400:
		return redirected, e
	case code == 400:
		return malformed, e
	case code == 401:
		return keyRefused, e
	case code == 403 && isErrors && a.header.Get("Cf-Mitigated") == "" && jsonType(a.header):
		return refused, e
	case code == 403:
		return intercepted, e
	case code == 410, code == 404 && strings.Contains(strings.ToLower(e.Detail), "no valid revisions found"):
		return noRevision, e
	case code == 429:
		return limited, e
	case code >= 500:
		return serverError, e
	case code < 200:
		return noAnswer, e
	}
	return otherRefusal, e
}

// errorOf reads the first element of the errors array, fit to be shown, and
// says whether there is such an array.
func (s *session) errorOf(a *answer) (apiError, bool) {
	var doc struct {
		Errors []apiError `json:"errors"`
	}
	if a.cut || json.Unmarshal(a.body, &doc) != nil || doc.Errors == nil {
		return apiError{}, false
	}
	if len(doc.Errors) == 0 {
		return apiError{}, true
	}
	e := doc.Errors[0]
	e.Code = s.red.Outside(e.Code, 60)
	e.Title = s.red.Outside(e.Title, 100)
	e.Detail = s.red.Outside(e.Detail, 200)
	e.Source.Pointer = s.red.Outside(e.Source.Pointer, 100)
	e.Source.Parameter = s.red.Outside(e.Source.Parameter, 100)
	a.req.Code = e.Code
	return e, true
}

// words say what an answer means, for a line of the report.
func (s *session) words(a *answer, m meaning, e apiError) string {
	status := strconv.Itoa(a.req.Status)
	said := e.Code
	if e.Detail != "" {
		said = strings.TrimSpace(said + ": " + e.Detail)
	}
	if said != "" {
		said = " (" + status + " " + strings.TrimPrefix(said, ": ") + ")"
	} else {
		said = " (" + status + ")"
	}
	switch m {
	case granted:
		return "granted"
	case refused:
		return "refused" + said
	case intercepted:
		return "something in front of Klaviyo answered, not Klaviyo (403); check the egress address and the user agent"
	case keyRefused:
		return "the key is refused" + said
	case malformed:
		return "the request was refused for its form" + said
	case noRevision:
		return "the endpoint is not served at revision " + a.req.Sent + said
	case limited:
		return "rate limited (429), which says nothing about the key"
	case serverError:
		return "Klaviyo answers " + status + " after " + tries(a.req.Tries)
	case noAnswer:
		return a.problem + tried(a.req.Tries)
	case outOfTime:
		return "out of time"
	case interrupted:
		return "interrupted"
	case redirected:
		if a.location == "" {
			return "redirected (" + status + "); not followed"
		}
		return "redirected to " + a.location + "; not followed"
	case notKlaviyo:
		return "the answer (" + status + ") is not Klaviyo's: a proxy or captive portal answered"
	case tooLong:
		return "the answer is longer than 64 KiB"
	}
	return "unexpected answer" + said
}

func tries(n int) string {
	if n == 1 {
		return "1 try"
	}
	return strconv.Itoa(n) + " tries"
}

func tried(n int) string {
	if n <= 1 {
		return ""
	}
	return " (" + tries(n) + ")"
}

func jsonType(h http.Header) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (t == "application/vnd.api+json" || t == "application/json")
}

// hasData reports whether a JSON document has a top-level member "data". Of a
// document that was cut, what is there must be the beginning of one.
func hasData(body []byte) bool {
	dec := json.NewDecoder(strings.NewReader(string(body)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return false
		}
		if name == "data" {
			return true
		}
		var skip json.RawMessage
		if dec.Decode(&skip) != nil {
			return false
		}
	}
	return false
}
