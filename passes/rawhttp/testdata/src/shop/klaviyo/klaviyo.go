// Package klaviyo holds clients of several libraries that are embedded.
package klaviyo

import (
	"io"
	"net/http"
	"time"

	"github.com/imroc/req/v3"
)

// Accounts embeds the client of a library.
type Accounts struct {
	*req.Client
	seller string
}

// NewAccounts sets an option that nobody knows the meaning of.
func NewAccounts(key, seller string) *Accounts {
	c := req.C().
		SetBaseURL("https://a.klaviyo.com/api").
		SetCommonHeader("Authorization", "Klaviyo-API-Key "+key).
		SetCommonHeader("revision", "2026-07-15").
		SetMaxConnsPerHost(4).
		SetTimeout(9 * time.Second)
	return &Accounts{Client: c, seller: seller}
}

// Tuned is made elsewhere, for all that is known here.
func Tuned(seller string, tune func() *req.Client) *Accounts {
	return &Accounts{Client: tune(), seller: seller}
}

// Mine reads the account.
func (a *Accounts) Mine() error {
	_, err := a.R().SetQueryParam("fields[account]", "timezone").Get("/accounts")
	return err
}

// Plain embeds net/http's client.
type Plain struct {
	*http.Client
	Base, Key string
}

// Fetch gets whatever it is told to.
func (p *Plain) Fetch(path string) error {
	r, err := http.NewRequest("GET", p.Base+path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Klaviyo-API-Key "+p.Key)
	r.Header.Set("revision", "2026-07-15")
	resp, err := p.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// Send sends what its caller describes.
func Send(hc *http.Client, u string, h http.Header) (*http.Response, error) {
	r, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return nil, err
	}
	r.Header = h
	return hc.Do(r)
}

// Request builds what its caller sends.
func Request(u string) (*http.Request, error) { return http.NewRequest("GET", u, nil) }
