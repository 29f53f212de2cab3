// Package app calls a client of this code base.
package app

import (
	"fmt"

	"kv"
)

func Run(id string) {
	kv.Get("/lists")
	kv.Get("/list") // want `no revision has "GET /api/list", so Klaviyo answers 404; did you mean "GET`
	kv.Get(fmt.Sprintf("/lists/%s/profiles/?page[size]=100", id))
	kv.Get(fmt.Sprintf("/lists/%s/profiles/?page[size]=1000", id))
	kv.Get("/v1/lists")
	kv.Get("/lists/" + id + "?additional-fields[list]=profile_count")
}
