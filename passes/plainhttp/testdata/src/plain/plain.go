package plain

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/imroc/req/v3"
	"github.com/valyala/fasthttp"
	"web"
)

func sign(r *http.Request) *http.Request {
	r.Header.Set("revision", "2026-07-15")
	r.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	return r
}

const plain = "http://a.klaviyo.com" // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`

func bad() {
	r, _ := http.NewRequest("GET", "http://a.klaviyo.com/api/accounts", nil) // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	http.DefaultClient.Do(sign(r))
	r, _ = http.NewRequest("GET", plain+"/api/accounts", nil)
	http.DefaultClient.Do(sign(r))
	u := url.URL{Scheme: "http", Host: "a.klaviyo.com", Path: "/api/accounts"} // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	r, _ = http.NewRequest("GET", u.String(), nil)
	http.DefaultClient.Do(sign(r))
}

func good(host string) {
	scheme := "https"
	if strings.HasPrefix(host, "localhost") {
		scheme = "http"
	}
	if host == "" {
		host = "a.klaviyo.com"
	}
	r, _ := http.NewRequest("GET", scheme+"://"+host+"/api/accounts", nil)
	http.DefaultClient.Do(sign(r))
	http.Get("http://status.klaviyo.com/api/v2/status.json")
	http.Get("http://example.com/")
	r, _ = http.NewRequest("GET", "http://localhost:8080/api/accounts", nil)
	http.DefaultClient.Do(sign(r))
	base := os.Getenv("KLAVIYO_BASE")
	if base == "" {
		base = "https://a.klaviyo.com"
	}
	r, _ = http.NewRequest("GET", base+"/api/accounts", nil)
	http.DefaultClient.Do(sign(r))
}

func insecure() {
	c := &http.Client{Timeout: time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // want `the client that calls Klaviyo does not check the server's certificate;`
	}}
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	c.Do(sign(r))
}

func insecure2() {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.TLSClientConfig = &tls.Config{}
	tr.TLSClientConfig.InsecureSkipVerify = true // want `the client that calls Klaviyo does not check the server's certificate;`
	c := &http.Client{Transport: tr}
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	c.Do(sign(r))
}

type api struct{ c *http.Client }

func newAPI() *api {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	cfg.InsecureSkipVerify = true // want `the client that calls Klaviyo does not check the server's certificate;`
	return &api{c: &http.Client{Transport: &http.Transport{TLSClientConfig: cfg}}}
}

func (a *api) get() {
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	a.c.Do(sign(r))
}

type logging struct{ next http.RoundTripper }

func (l logging) RoundTrip(r *http.Request) (*http.Response, error) { return l.next.RoundTrip(r) }

func wrapped() {
	c := &http.Client{Transport: logging{&http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}} // want `the client that calls Klaviyo does not check the server's certificate;`
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	c.Do(sign(r))
}

func otherVendor(flag bool) {
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	c.Get("https://internal.example.com/")
	d := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: flag}}}
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	d.Do(sign(r))
	e := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: false}}}
	e.Do(sign(r))
	http.DefaultClient.Do(sign(r))
}

func libs() {
	resty.New().SetTLSClientConfig(&tls.Config{InsecureSkipVerify: true}). // want `the client that calls Klaviyo does not check the server's certificate;`
										R().SetHeader("revision", "2026-07-15").SetHeader("Authorization", "Klaviyo-API-Key "+os.Getenv("K")).Get("https://a.klaviyo.com/api/accounts")
	rc := retryablehttp.NewClient()
	rc.HTTPClient.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // want `the client that calls Klaviyo does not check the server's certificate;`
	rr, _ := retryablehttp.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	sign(rr.Request)
	rc.Do(rr)
	req.C().EnableInsecureSkipVerify().R().SetHeader("revision", "2026-07-15").SetHeader("Authorization", "Klaviyo-API-Key "+os.Getenv("K")).Get("https://a.klaviyo.com/api/accounts") // want `the client that calls Klaviyo does not check the server's certificate;`
	fc := &fasthttp.Client{TLSConfig: &tls.Config{InsecureSkipVerify: true}}                                                                                                           // want `the client that calls Klaviyo does not check the server's certificate;`
	fr := fasthttp.AcquireRequest()
	fr.SetRequestURI("https://a.klaviyo.com/api/accounts")
	fr.Header.Set("revision", "2026-07-15")
	fr.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	fc.Do(fr, nil)
	wc := web.New() // want `the client that calls Klaviyo does not check the server's certificate;`
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	wc.Do(sign(r))
}

func hooks(own string) {
	post := func(b []byte) {
		r, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/webhooks", bytes.NewReader(b))
		http.DefaultClient.Do(sign(r))
	}
	b, _ := json.Marshal(map[string]any{"data": map[string]any{"type": "webhook", "attributes": map[string]any{
		"endpoint_url": "http://shop.example.com/hooks", // want `the webhook's "endpoint_url" is plain http, which Klaviyo does not accept;`
	}}})
	post(b)
	post([]byte(`{"data": {"attributes": {
		"endpoint_url": "http://shop.example.com/hooks"}}}`)) // want `the webhook's "endpoint_url" is plain http, which Klaviyo does not accept;`
	post([]byte(`{"data": {"attributes": {"endpoint_url": "https://shop.example.com/hooks"}}}`))
	post([]byte(`{"data": {"attributes": {"endpoint_url": "http://localhost:8080/hooks"}}}`))
	b, _ = json.Marshal(map[string]any{"endpoint_url": own})
	post(b)
}

// Whether certificates are checked is somebody's setting here.
func setting(trust bool) {
	tr := &http.Transport{}
	if trust {
		tr.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	}
	r, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/accounts", nil)
	(&http.Client{Transport: tr}).Do(sign(r))
}

func anyPath(path string) {
	r, _ := http.NewRequest("GET", "http://a.klaviyo.com"+path, nil) // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	http.DefaultClient.Do(sign(r))
}
