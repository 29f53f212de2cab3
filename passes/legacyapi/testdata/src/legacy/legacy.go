package legacy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"github.com/go-resty/resty/v2"
	"paths"
)

const base = "https://a.klaviyo.com/api"

func direct(id string) {
	http.Get("https://a.klaviyo.com/api/v1/person/" + id) // want `"GET /api/v1/person/\{\?\}" belongs to an API retired on 2024-06-30, and`
}

func sprintf(id string) (*http.Request, error) {
	return http.NewRequest(http.MethodPost, fmt.Sprintf("%s/v2/list/%s/members", base, id), nil) // want `"POST /api/v2/list/\{\?\}/members" belongs to an API retired on 2024-06-30,`
}

type client struct {
	base, key string
	http      *http.Client
}

func New(key string) *client {
	return &client{base: "https://a.klaviyo.com/api/v2", key: key, http: http.DefaultClient}
}

func (c *client) get(ctx context.Context, path string, q url.Values) (*http.Response, error) {
	q.Set("api_key", c.key)
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+path+"?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	return c.http.Do(req)
}

func (c *client) Lists(ctx context.Context) { c.get(ctx, "/lists", url.Values{}) } // want `"GET /api/v2/lists" belongs to an API retired on 2024-06-30, and answers`
func (c *client) Members(ctx context.Context, id string) {
	c.get(ctx, "/group/"+id+"/members/all", url.Values{}) // want `"GET /api/v2/group/\{\?\}/members/all" belongs to an API retired on`
}

func track(email string) error {
	body, _ := json.Marshal(map[string]any{
		"token": os.Getenv("KLAVIYO_PUBLIC"), "event": "Ordered", "customer_properties": map[string]any{"$email": email},
	})
	_, err := http.Post("https://a.klaviyo.com/api/track", "application/json", bytes.NewReader(body)) // want `"POST /api/track" belongs to an API retired on 2024-06-30, and answers`
	return err
}

func oldBody(email string) error {
	body, _ := json.Marshal(map[string]any{
		"token": os.Getenv("KLAVIYO_PUBLIC"), "event": "Ordered", "customer_properties": map[string]any{"$email": email},
	})
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/events", bytes.NewReader(body)) // want `a body with "token" belongs to the track API retired on 2024-06-30;`
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	_, err := http.DefaultClient.Do(req)
	return err
}

func apiKey() {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/profiles?api_key="+os.Getenv("K"), nil) // want `"api_key" in the query belongs to the API retired on 2024-06-30;`
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

func apiKeyValues() {
	u, _ := url.Parse("https://a.klaviyo.com/api/profiles") // want `"api_key" in the query belongs to the API retired on 2024-06-30;`
	q := u.Query()
	q.Set("api_key", os.Getenv("K"))
	u.RawQuery = q.Encode()
	req, _ := http.NewRequest("GET", u.String(), nil)
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

const host = "https://api.klaviyo.com" // want `host "api\.klaviyo\.com" is not where Klaviyo's API is; use "a\.klaviyo\.com"`

func invented(email string) {
	b, _ := json.Marshal(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "(555) 123"}}})
	req, _ := http.NewRequest("POST", host+"/api/profiles", bytes.NewReader(b))
	http.DefaultClient.Do(req)
	http.Post(host+"/v1/track", "application/json", nil)
}

func foreignConst() {
	http.Get(paths.Track)        // want `"GET /api/track" belongs to an API retired on 2024-06-30, and answers 410;`
	http.Get(paths.ListURL("x")) // want `"GET /api/v2/list/x" belongs to an API retired on 2024-06-30, and answers`
	http.Get(paths.Current)
}

func internal() {
	http.Post("https://a.klaviyo.com/api/onsite/identify", "", nil)          // want `"/api/onsite/identify" is not part of the documented API, and may change`
	http.Post("https://a.klaviyo.com/ajax/subscriptions/subscribe", "", nil) // want `"/ajax/subscriptions/subscribe" is not part of the documented API, and may`
}

func restyClient(id string) {
	c := resty.New().SetBaseURL("https://a.klaviyo.com/api/v1")
	c.R().SetQueryParam("api_key", os.Getenv("K")).Get("/person/" + id) // want `"GET /api/v1/person/\{\?\}" belongs to an API retired on 2024-06-30, and`
	c.R().
		SetBody(nil).
		Post("/campaigns") // want `"POST /api/v1/campaigns" belongs to an API retired on 2024-06-30, and`
}

// Near misses.
func others(id string) {
	http.Get("https://status.klaviyo.com/api/v2/status.json")
	http.Get("https://api.example.com/api/v1/person/" + id)
	http.Get("https://api.sendgrid.com/api/v2/lists?api_key=" + id)
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/oauth/token", nil)
	http.DefaultClient.Do(req)
	fmt.Println("https://a.klaviyo.com/api/v2/lists is gone")
}

type other struct{ base string }

func (o other) list(r io.Reader) { http.Post(o.base+"/api/v2/lists", "", r) }

type open struct{ base string }

func newOpen() *open { return &open{base: "https://a.klaviyo.com/api/v1"} } // want `"GET /api/v1\{\?\}" belongs to an API retired on 2024-06-30, and answers 410;`

func (o *open) Call(path string) { http.Get(o.base + path) }

func anyPath(path string) {
	http.Get("https://api.klaviyo.com" + path) // want `host "api\.klaviyo\.com" is not where Klaviyo's API is; use "a\.klaviyo\.com"`
}
