// Package decode decodes answers by hand.
package decode

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

var key string

func call(method, path, revision string) (*http.Response, error) {
	req, err := http.NewRequest(method, "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", revision)
	return http.DefaultClient.Do(req)
}

type profile struct {
	Data struct {
		Type      string
		ID        string
		Attribute struct { // want `"attribute" is no part of a resource \(GET /api/profiles/\{id\}\): it stays empty; "attributes" is`
			Email string `json:"email"`
		} `json:"attribute"`
		Included []any `json:"included"` // want `"included" is no part of a resource .* it stands beside "data"`
	} `json:"data"`
	Includes []any `json:"includes"` // want `"includes" is no part of the answer`
}

func get(id string) (*profile, error) {
	resp, err := call("GET", "/api/profiles/"+id, "2026-07-15")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var p profile
	return &p, json.NewDecoder(resp.Body).Decode(&p)
}

type account struct {
	Data []struct {
		Attributes struct {
			Timezone   bool   `json:"timezone"` // want `"timezone" is a string at 2026-07-15 \(GET /api/accounts data\[\]\.attributes\), decoded into a bool: the decoding fails`
			PublicKey  string `json:"public_api_key"`
			TestIt     bool   `json:"test_account"`
			Contact    []any  `json:"contact_information"` // want `"contact_information" is an object .* decoded into a slice`
			Whatever   string `json:"something_new"`
			Prefered   string `json:"prefered_currency"` // want `no revision answers "prefered_currency" .*: it stays empty; "preferred_currency" is answered`
			Locale     string `json:"locale"`
			Industry   json.RawMessage
			ModifiedBy string `json:"-"`
		} `json:"attributes"`
	} `json:"data"`
}

func accounts() error {
	resp, err := call("GET", "/api/accounts", "2026-07-15")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		var fail struct {
			Errors  []struct{ Detail string } `json:"errors"`
			Message string                    `json:"message"`
		}
		_ = json.NewDecoder(resp.Body).Decode(&fail)
		return errors.New("refused")
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var a account
	return json.Unmarshal(b, &a)
}

// bare is the resource, without the document around it.
type bare struct { // want `decoded as the resource itself, which stands under "data"`
	ID         string
	Attributes struct{ Email string }
}

func withoutData() (bare, error) {
	resp, err := call("GET", "/api/profiles/X", "2026-07-15")
	if err != nil {
		return bare{}, err
	}
	defer resp.Body.Close()
	var b bare // nothing to mend here: the type is
	err = json.NewDecoder(resp.Body).Decode(&b)
	return b, err
}

type lists struct {
	Data []struct {
		Attributes struct {
			Name    string
			Created time.Time
		}
	} `json:"data"`
	Links struct {
		Next *string `json:"next"`
		Last string  `json:"last"` // want `"last" is in no answer since 2026-04-15 \(GET /api/lists links\): it stays empty`
	} `json:"links"`
}

func allLists() (l lists, err error) {
	resp, err := call("GET", "/api/lists", "2026-07-15")
	if err != nil {
		return l, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&l)
	return l, err
}

// At this revision the link is answered.
type oldLists struct {
	Data  []struct{ ID string } `json:"data"`
	Links struct{ Last string } `json:"links"`
}

func old() (l oldLists, err error) {
	resp, err := call("GET", "/api/lists", "2026-01-15")
	if err != nil {
		return l, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&l)
	return l, err
}

// Right, and lenient.
type fine struct {
	Data struct {
		ID         string
		Type       string
		Attributes struct {
			Email       string
			AnonymousID string `json:"anonymous_id"`
			Properties  struct{ Plan, Anything string }
			Location    *struct{ City string }
			Created     *time.Time
		}
		Relationships map[string]any
		Links         struct{ Self string }
	}
	Included []json.RawMessage
	Meta     any
}

func good() (f fine, err error) {
	resp, err := call("GET", "/api/profiles/X", "2026-07-15")
	if err != nil {
		return f, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&f)
	return f, err
}

// filled is decoded, and completed by the code itself.
type filled struct {
	Data struct {
		ID         string
		Attributes struct {
			Email    string
			Emails   string // the code's own
			FullName string `json:"firstname"`
		}
	}
}

func completed() (f filled, err error) {
	resp, err := call("GET", "/api/profiles/X", "2026-07-15")
	if err != nil {
		return f, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&f)
	f.Data.Attributes.Emails = f.Data.Attributes.Email
	f.Data.Attributes.FullName = "x"
	return f, err
}
