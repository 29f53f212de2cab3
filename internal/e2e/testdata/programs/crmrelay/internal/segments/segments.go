// Package segments lists segments and lists.
package segments

import (
	"context"

	"example.com/crmrelay/internal/klaviyo"
)

type named struct {
	ID         string `json:"id"`
	Attributes struct {
		Name string `json:"name"`
	} `json:"attributes"`
}

const (
	listsPath = "/api/lists?page[size]=10"

	segmentsPath = "/api/segments?page[size]=50" // want query
)

// Names returns the names of the first page.
func Names(ctx context.Context, c *klaviyo.Client) (out []string, err error) {
	for _, get := range []func() (klaviyo.Page[named], error){
		func() (klaviyo.Page[named], error) {
			return klaviyo.Call[klaviyo.Page[named]](ctx, c, "GET", listsPath, nil)
		},
		func() (klaviyo.Page[named], error) {
			return klaviyo.Call[klaviyo.Page[named]](ctx, c, "GET", segmentsPath, nil)
		},
	} {
		p, err := get()
		if err != nil {
			return nil, err
		}
		for _, n := range p.Data {
			out = append(out, n.Attributes.Name)
		}
	}
	return out, nil
}
