package headers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/valyala/fasthttp"
)

const u = "https://a.klaviyo.com/api/accounts"

func build() *http.Request {
	req, _ := http.NewRequest("GET", u, nil)
	req.Header.Set("revision", "2026-07-15")
	return req
}

func bad(key string) {
	req := build()
	req.Header.Set("Authorization", "Bearer pk_abc") // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "pk_abc") // want `the credential has no scheme, and Klaviyo refuses it; send "Authorization:`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Token "+key) // want `Klaviyo does not know the scheme "Klaviyo-API-Token", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key"+key) // want `no space follows the scheme "Klaviyo-API-Key", and Klaviyo refuses the`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", fmt.Sprintf("Klaviyo-API-Key: %s", key)) // want `Klaviyo does not know the scheme "Klaviyo-API-Key:", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	req.SetBasicAuth(key, "") // want `Klaviyo does not know the scheme "Basic", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Token "+key) // want `Klaviyo does not know the scheme "Token", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Bearer "+os.Getenv("KLAVIYO_PRIVATE_KEY")) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key AbC123") // want `the public company id is sent as the private key, and Klaviyo refuses it;`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PUBLIC_KEY")) // want `the public company id is sent as the private key, and Klaviyo refuses it;`
	http.DefaultClient.Do(req)
	req = build()
	req.Header["Authorization"] = []string{"Bearer pk_" + key} // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	http.DefaultClient.Do(req)
}

func missing() {
	req, _ := http.NewRequest("GET", u, nil) // want `request to Klaviyo \(GET /api/accounts\) lacks its "Authorization" header;`
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

func odd(key string) {
	req, _ := http.NewRequest("GET", u, nil)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("X-API-Key", key) // want `Klaviyo does not read the header "X-Api-Key", so the request \(GET /api/accounts\)`
	http.DefaultClient.Do(req)
}

func good(key string, c *http.Client) {
	req := build()
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "klaviyo-api-key "+key)
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Bearer "+os.Getenv("KLAVIYO_ACCESS_TOKEN"))
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", key)
	http.DefaultClient.Do(req)
	req = build()
	c.Do(req)
	req, _ = http.NewRequest("POST", "https://a.klaviyo.com/oauth/token", nil)
	req.SetBasicAuth("id", "secret")
	http.DefaultClient.Do(req)
	http.Get("https://a.klaviyo.com/client/geofences?company_id=AbC123")
}

func checked(key string) error {
	if !strings.HasPrefix(key, "pk_") {
		return errors.New("no key")
	}
	req := build()
	req.Header.Set("Authorization", key) // want `the credential has no scheme, and Klaviyo refuses it; send "Authorization:`
	http.DefaultClient.Do(req)
	req = build()
	req.Header.Set("Authorization", "Bearer "+key) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	_, err := http.DefaultClient.Do(req)
	return err
}

func checked2(key string) error {
	if key == "" || !strings.HasPrefix(key, "pk_") {
		return errors.New("no key")
	}
	req := build()
	req.Header.Set("Authorization", "Bearer "+key) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	_, err := http.DefaultClient.Do(req)
	return err
}

func choose(token string) {
	req := build()
	if strings.HasPrefix(token, "pk_") {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+token)
	} else {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	http.DefaultClient.Do(req)
}

func choose2(token string) {
	scheme := "Bearer"
	if strings.HasPrefix(token, "pk_") {
		scheme = "Klaviyo-API-Key"
	}
	req := build()
	req.Header.Set("Authorization", scheme+" "+token)
	http.DefaultClient.Do(req)
}

func chooseWrong(token string) {
	req := build()
	if strings.HasPrefix(token, "pk_") {
		req.Header.Set("Authorization", "Bearer "+token) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	} else {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+token)
	}
	http.DefaultClient.Do(req)
}

type Client struct {
	key string
	hc  *http.Client
}

func NewClient(key string) (*Client, error) {
	if !strings.HasPrefix(key, "pk_") {
		return nil, errors.New("bad key")
	}
	return &Client{key: key, hc: &http.Client{}}, nil
}

func (c *Client) Do(ctx context.Context, path string) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/"+path, nil)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Bearer "+c.key) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	c.hc.Do(req)
}

func setAuth(req *http.Request, v string) { req.Header.Set("Authorization", v) }

func viaHelper(key string) {
	req := build()
	setAuth(req, "Klaviyo-API-Token "+key) // want `Klaviyo does not know the scheme "Klaviyo-API-Token", and refuses it; send`
	http.DefaultClient.Do(req)
	req = build()
	setAuth(req, "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
}

func company(key string) {
	http.Post("https://a.klaviyo.com/client/events?company_id=pk_123", "", nil)                                // want `a private key is sent as "company_id", readable in the URL; send the`
	http.Post("https://a.klaviyo.com/client/events?company_id="+os.Getenv("KLAVIYO_PRIVATE_API_KEY"), "", nil) // want `a private key is sent as "company_id", readable in the URL; send the`
	http.Post("https://a.klaviyo.com/client/events?company_id="+os.Getenv("KLAVIYO_SITE_ID"), "", nil)
	http.Post("https://a.klaviyo.com/client/events?company_id="+key, "", nil)
}

func rest(key string) {
	c := resty.New().SetBaseURL("https://a.klaviyo.com").SetHeader("revision", "2026-07-15")
	c.R().SetAuthToken("pk_" + key).Get("/api/accounts") // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	c.R().SetHeader("Authorization", "Klaviyo-API-Key "+key).Get("/api/accounts")
	c.R().SetAuthScheme("Klaviyo-API-Key").SetAuthToken(key).Get("/api/accounts")
	c.R().SetAuthScheme("Klaviyo-Key").SetAuthToken(key).Get("/api/accounts") // want `Klaviyo does not know the scheme "Klaviyo-Key", and refuses it; send`
	c.R().Get("/api/accounts")                                                // want `request to Klaviyo \(GET /api/accounts\) lacks its "Authorization" header;`
}

func retry(key string) {
	c := retryablehttp.NewClient()
	req, _ := retryablehttp.NewRequest("GET", u, nil) // want `request to Klaviyo \(GET /api/accounts\) lacks its "Authorization" header;`
	req.Header.Set("revision", "2026-07-15")
	c.Do(req)
	req, _ = retryablehttp.NewRequest("GET", u, nil)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	c.Do(req)
}

func fast(key string) {
	req := fasthttp.AcquireRequest()
	req.SetRequestURI(u)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "ApiKey "+key) // want `Klaviyo does not know the scheme "ApiKey", and refuses it; send`
	fasthttp.Do(req, nil)
}

type signer struct{ key string }

func (s signer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Klaviyo-API-Key "+s.key)
	return http.DefaultTransport.RoundTrip(r)
}

func signed(key string) {
	c := &http.Client{Transport: signer{key}}
	c.Do(build())
}

func headersMap(key string) {
	for _, h := range []map[string]string{{"Authorization": "Klaviyo-Api-Key=" + key, "revision": "2026-07-15"}} { // want `no space follows the scheme "Klaviyo-Api-Key=", and Klaviyo refuses the`
		req, _ := http.NewRequest("GET", u, nil)
		for k, v := range h {
			req.Header.Set(k, v)
		}
		http.DefaultClient.Do(req)
	}
}
