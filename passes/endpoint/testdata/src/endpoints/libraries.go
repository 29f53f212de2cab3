package endpoints

import (
	"context"
	"os"

	"github.com/dghubble/sling"
	"github.com/go-resty/resty/v2"
	"github.com/valyala/fasthttp"
)

func restyQ() {
	c := resty.New().SetBaseURL("https://a.klaviyo.com/api").SetHeader("revision", "2026-07-15").SetHeader("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	c.R().SetQueryParam("page[size]", "1000").Get("/profiles")
	c.R().SetQueryParams(map[string]string{"page[size]": "1000"}).Get("/events")
	c.R().SetPathParam("id", "x").Get("/list/{id}") // want `no revision has "GET /api/list/x", so Klaviyo answers 404; did you mean`
	c.R().Get("lists")
}

func slings(ctx context.Context) {
	b := sling.New().Base("https://a.klaviyo.com/api/").Set("revision", "2026-07-15").Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	b.New().Get("list").ReceiveSuccess(nil) // want `no revision has "GET /api/list", so Klaviyo answers 404; did you mean "GET`
	b.New().Get("lists").ReceiveSuccess(nil)
}

func fast() {
	req := fasthttp.AcquireRequest()
	req.SetRequestURI("https://a.klaviyo.com/api/listz") // want `no revision has "GET /api/listz", so Klaviyo answers 404; did you mean`
	req.Header.SetMethod("GET")
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	(&fasthttp.Client{}).Do(req, nil)
}
