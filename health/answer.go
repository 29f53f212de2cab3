package health

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A kind is what an answer means.
type kind int

const (
	broken      kind = iota // an answer that speaks against key, client or way
	account                 // 2xx with one account
	limited                 // 429
	intercepted             // 403 of something in front of Klaviyo
	noAnswer                // 5xx, time-out, network error
)

// An answer is what became of a call.
type answer struct {
	kind     kind
	code     int
	account  string
	revision string
	wait     time.Duration // of Retry-After
	err      error
}

// The sentences that a result can hold: nothing of what was sent or received.
var (
	errTimeout     = errors.New("klaviyo: no answer in time")
	errNetwork     = errors.New("klaviyo: no answer")
	errNoKey       = errors.New("klaviyo: the key could not be read")
	errPanic       = errors.New("klaviyo: the health check's ping panicked")
	errNothing     = errors.New("klaviyo: the health check's ping returned neither an answer nor an error")
	errKey         = errors.New("klaviyo: key refused (401)")
	errScope       = errors.New("klaviyo: key lacks accounts:read (403)")
	errIntercepted = errors.New("klaviyo: something in front of Klaviyo answered (403)")
	errLimited     = errors.New("klaviyo: rate limited (429)")
	errNotAccount  = errors.New("klaviyo: the answer is no account: a proxy answered, or the ping is not GET /api/accounts")
	errRedirect    = errors.New("klaviyo: redirected")
	errGone        = errors.New("klaviyo: revision or endpoint not served any more")
)

// failed reads the error of a call.
func failed(ctx context.Context, err error) answer {
	var timeout net.Error
	switch {
	case errors.Is(err, errNoKey):
		return answer{kind: noAnswer, err: errNoKey}
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return answer{kind: noAnswer, err: errTimeout}
	}
	return answer{kind: noAnswer, err: errNetwork}
}

// maxBody is how much of a body is read; an account is a few hundred bytes.
const maxBody = 64 << 10

// read judges an answer.
func read(ctx context.Context, resp *http.Response) answer {
	a := answer{code: resp.StatusCode}
	if v := resp.Header.Get("X-Klaviyo-Api-Revision"); isRevision(v) {
		a.revision = v
	}
	var body []byte
	if resp.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody)); err != nil && resp.StatusCode < 300 {
			f := failed(ctx, err)
			f.code = resp.StatusCode
			return f
		}
	}
	switch code := resp.StatusCode; {
	case code >= 200 && code < 300:
		a.account = accountIn(resp.Header, body)
		a.kind = account
		if a.account == "" {
			a.kind, a.err = broken, errNotAccount
		}
	case code >= 300 && code < 400:
		a.err = errRedirect
	case code == http.StatusUnauthorized:
		a.err = errKey
	case code == http.StatusForbidden && hasErrors(resp.Header, body):
		a.err = errScope
	case code == http.StatusForbidden:
		a.kind, a.err = intercepted, errIntercepted
	case code == http.StatusNotFound, code == http.StatusGone:
		a.err = errGone
	case code == http.StatusTooManyRequests:
		a.kind, a.err = limited, errLimited
		if n, err := strconv.Atoi(strings.TrimSpace(resp.Header.Get("Retry-After"))); err == nil && n > 0 {
			a.wait = time.Duration(min(n, 24*3600)) * time.Second
		}
	case code >= 500:
		a.kind = noAnswer
		a.err = errors.New("klaviyo: answers " + strconv.Itoa(code))
	default:
		a.err = errors.New("klaviyo: refuses the check (" + strconv.Itoa(code) + ")")
	}
	return a
}

// accountIn returns the id of the one account in a reply of GET /api/accounts,
// or "".
func accountIn(h http.Header, body []byte) string {
	var doc struct {
		Data []struct {
			Type string `json:"type"`
			ID   string `json:"id"`
		} `json:"data"`
	}
	if !isJSON(h) || json.Unmarshal(body, &doc) != nil || len(doc.Data) != 1 || doc.Data[0].Type != "account" {
		return ""
	}
	id := doc.Data[0].ID
	if len(id) != 6 || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return id
}

// hasErrors reports whether a body is one of Klaviyo's refusals.
func hasErrors(h http.Header, body []byte) bool {
	var doc struct {
		Errors []json.RawMessage `json:"errors"`
	}
	return isJSON(h) && h.Get("Cf-Mitigated") == "" && json.Unmarshal(body, &doc) == nil && doc.Errors != nil
}

func isJSON(h http.Header) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (t == "application/json" || t == "application/vnd.api+json")
}

// isRevision reports whether a header's value is a date, perhaps with .pre.
func isRevision(v string) bool {
	_, err := time.Parse(time.DateOnly, strings.TrimSuffix(v, ".pre"))
	return err == nil
}
