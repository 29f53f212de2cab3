package query

import (
	"fmt"
	"net/http"
	"net/url"
)

const retired = "https://a.klaviyo.com"

// Account is of the time when keys went in the query.
type Account struct {
	Token   string
	Private string
	Site    string
}

func (a *Account) Add(list, email string) (*http.Request, error) {
	return http.NewRequest("POST", fmt.Sprintf("%s/api/v2/list/%s/members?api_key=%s&email=%s", retired, list, url.QueryEscape(a.Token), url.QueryEscape(email)), nil) // want `the private key \("Account\.Token"\) is in the query of a URL, which logs and`
}

func (a *Account) Metrics() (*http.Request, error) {
	q := url.Values{"count": {"50"}}
	q.Set("api_key", a.Private)
	return http.NewRequest("GET", retired+"/api/v1/metrics?"+q.Encode(), nil) // want `the private key \("Account\.Private"\) is in the query of a URL, which logs and`
}

// What went elsewhere, or says that it is public, is no private key.
func (a *Account) Others(publicToken string) []string {
	var out []string
	for _, u := range []string{
		retired + "/api/v2/lists?company_id=" + a.Site,
		retired + "/api/v2/lists?api_key=" + a.Site,
		retired + "/api/v2/lists?api_key=" + publicToken,
		retired + "/api/v2/people/search?email=" + a.Site,
		"https://maps.example.com/api/v1/places?api_key=" + a.Private,
	} {
		if res, err := http.Get(u); err == nil {
			out = append(out, res.Status)
			res.Body.Close()
		}
	}
	return out
}
