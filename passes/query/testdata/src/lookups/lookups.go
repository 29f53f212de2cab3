package lookups

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

type Client struct {
	http.Client
	Key string
}

func (c *Client) Lookup(ctx context.Context, email string) (*http.Response, error) {
	u := fmt.Sprintf("https://a.klaviyo.com/api/profiles/?filter=equals(email,\"%s\")", email) // want `"email" is put into the filter unescaped: a "\+" in it arrives as a spa`
	req, err := http.NewRequestWithContext(ctx, "GET", u, nil)
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{"Authorization": {"Klaviyo-API-Key " + c.Key}, "Revision": {"2026-07-15"}}
	return c.Do(req)
}

func (c *Client) LookupOK(ctx context.Context, email string) (*http.Response, error) {
	u := &url.URL{Scheme: "https", Host: "a.klaviyo.com", Path: "/api/profiles", RawQuery: url.Values{"filter": {fmt.Sprintf("equals(email,%q)", email)}}.Encode()}
	req, err := http.NewRequestWithContext(ctx, "GET", u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{"Authorization": {"Klaviyo-API-Key " + c.Key}, "Revision": {"2026-07-15"}}
	return c.Do(req)
}

func (c *Client) LookupAdd(ctx context.Context, email string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com/api/profiles", nil)
	if err != nil {
		return nil, err
	}
	q := req.URL.Query()
	q.Add("filter", `equals(e_mail,"`+email+`")`) // want `"e_mail" is no field of the filter of GET /api/profiles`
	q.Add("page[size]", "1")
	req.URL.RawQuery = q.Encode()
	req.Header = http.Header{"Authorization": {"Klaviyo-API-Key " + c.Key}, "Revision": {"2026-07-15"}}
	return c.Do(req)
}
