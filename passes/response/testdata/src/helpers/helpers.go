// Package helpers decodes through helpers that take the target as any.
package helpers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

type Client struct {
	key  string
	http *http.Client
}

func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/api/"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("Revision", "2026-07-15")
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("klaviyo answered %s", res.Status)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// A variable of a type without a name.
func (c *Client) variable(ctx context.Context) (string, error) {
	var out struct {
		Data struct { // want `"data" is an array at 2026-07-15 \(GET /api/lists\), decoded into a struct: the decoding fails`
			ID string `json:"id"`
		} `json:"data"`
	}
	err := c.do(ctx, "GET", "lists", nil, &out)
	return out.Data.ID, err
}

// A pointer to a literal, beside a body that has no name either.
func (c *Client) literal(ctx context.Context) (string, error) {
	in := struct {
		Data any `json:"data"`
	}{map[string]any{"type": "list", "attributes": map[string]any{"name": "x"}}}
	out := &struct {
		Data struct {
			ID   string `json:"id"`
			Name string `json:"name"` // want `"name" is no part of a resource`
		} `json:"data"`
	}{}
	err := c.do(ctx, "POST", "lists", in, out)
	return out.Data.ID, err
}

type segment struct {
	ID         string `json:"id"`
	Attributes struct {
		Name     string    `json:"name"`
		IsActive bool      `json:"isactive"` // want `no revision answers "isactive".*"is_active" is answered`
		Created  time.Time `json:"created"`
	} `json:"attributes"`
}

type one[T any] struct {
	Data T `json:"data"`
}

// A generic helper around a generic envelope, two deep.
func read[T any](ctx context.Context, c *Client, path string) (*T, error) {
	var doc one[T]
	if err := c.do(ctx, "GET", path, nil, &doc); err != nil {
		return nil, err
	}
	return &doc.Data, nil
}

func readSegment[S any](ctx context.Context, c *Client, id string) (*S, error) {
	return read[S](ctx, c, "segments/"+id)
}

func (c *Client) Segment(ctx context.Context, id string) (*segment, error) {
	return readSegment[segment](ctx, c, id)
}

// A client of one kind of resource.
type resources[T any] struct {
	c    *Client
	path string
}

func (r *resources[T]) byID(ctx context.Context, id string) (*T, error) {
	out := new(one[T])
	err := r.c.do(ctx, "GET", r.path+"/"+id, nil, out)
	return &out.Data, err
}

type template struct {
	ID         string `json:"id"`
	Attributes struct {
		Name string `json:"name"`
		HTML bool   `json:"html"` // want `"html" is a string at 2026-07-15 .*, decoded into a bool`
	} `json:"attributes"`
}

func templateByID(ctx context.Context, c *Client, id string) (*template, error) {
	r := &resources[template]{c, "templates"}
	return r.byID(ctx, id)
}

// What is further in, and what was there before.
type person struct {
	Data struct {
		Attributes struct {
			Email        string `json:"email"`
			City         string `json:"city"`         // want `no revision answers "city" in the attributes .*: it stays empty; it stands at data.attributes.location.city`
			Suppressions []any  `json:"suppressions"` // want `no revision answers "suppressions" in the attributes: it stays empty; it stood at …email.marketing.suppressions before 2023-10-15`
			Title        string `json:"title"`
			Whatsapp     string `json:"whatsapp_bsuid"`
			Loyalty      string `json:"loyalty_tier"`
		} `json:"attributes"`
	} `json:"data"`
}

func (c *Client) Person(ctx context.Context, id string) (p person, err error) {
	err = c.do(ctx, "GET", "profiles/"+id, nil, &p)
	return p, err
}

// The target is kept in a request of the module's own.
type call struct {
	path string
	into any
}

func (c *Client) run(ctx context.Context, k call) error { return c.do(ctx, "GET", k.path, nil, k.into) }

type tag struct {
	Data struct {
		Attributes struct {
			Names string `json:"names"` // want `no revision answers "names".*"name" is answered`
		} `json:"attributes"`
	} `json:"data"`
}

func (c *Client) Tag(ctx context.Context, id string) (*tag, error) {
	var t tag
	return &t, c.run(ctx, call{"tags/" + id, &t})
}

// Bytes come back, and are decoded by the caller.
func (c *Client) bytes(ctx context.Context, path string) ([]byte, error) {
	var raw json.RawMessage
	err := c.do(ctx, "GET", path, nil, &raw)
	return raw, err
}

// Right: nothing to say.
func (c *Client) fine(ctx context.Context) error {
	var list struct {
		Data []one[json.RawMessage] `json:"-"`
	}
	var free map[string]any
	var lists struct {
		Data []struct {
			ID         string `json:"id"`
			Attributes struct {
				Name string `json:"name"`
			} `json:"attributes"`
		} `json:"data"`
	}
	return errors.Join(
		c.do(ctx, "GET", "lists", nil, &list),
		c.do(ctx, "GET", "lists", nil, &free),
		c.do(ctx, "GET", "lists", nil, &lists),
	)
}
