// Package pooled gives requests and answers back to fasthttp's pool, which looks at neither.
package pooled

import (
	"fmt"
	"time"

	"github.com/valyala/fasthttp"
)

var web = &fasthttp.Client{}

func never() error {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI("https://a.klaviyo.com/api/lists")
	return web.DoTimeout(req, resp, time.Second) // want `the status of Klaviyo's answer \(GET /api/lists\) is never checked, so a`
}

func looks() error {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI("https://a.klaviyo.com/api/lists")
	if err := web.DoTimeout(req, resp, time.Second); err != nil {
		return err
	}
	if code := resp.StatusCode(); code != 200 {
		return fmt.Errorf("lists: %d", code)
	}
	return nil
}
