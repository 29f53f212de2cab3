// Package constants offers the values of parameters as constants of a type.
package constants

import (
	"fmt"
	"net/http"
	"strings"
)

var key string

func get(path string) error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type FlowField string

const (
	FlowName    FlowField = "name"
	FlowStatus  FlowField = "status"
	FlowCreated FlowField = "created_at" // want `"created_at" is no value of "fields\[flow\]" of GET /api/flows at 2026-07-15: Klaviyo answers 400; "created" is`
	FlowTrigger FlowField = "trigger_type"
)

type Include string

const (
	IncludeActions Include = "flow-actions"
	IncludeTag     Include = "tag" // want `"tag" is no value of "include"`
)

type Sort string

const (
	ByName    Sort = "name"
	ByNameEnd Sort = "-name"
	ByDate    Sort = "date" // want `"date" is no value of "sort"`
)

type Options struct {
	Fields  []FlowField
	Include []Include
	Sort    Sort
}

// join joins the values of any of the types.
func join[T ~string](of []T) string {
	var s []string
	for _, x := range of {
		s = append(s, string(x))
	}
	return strings.Join(s, ",")
}

func Flows(o Options) error {
	var params []string
	if len(o.Fields) > 0 {
		params = append(params, "fields[flow]="+join(o.Fields))
	}
	if len(o.Include) > 0 {
		params = append(params, "include="+join(o.Include))
	}
	if o.Sort != "" {
		params = append(params, fmt.Sprintf("sort=%s", o.Sort))
	}
	params = append(params, "page[limit]=10") // want `"page\[limit\]" is no parameter`
	return get("flows?" + strings.Join(params, "&"))
}

// AnyField is for all resources: what one has not, another has.
type AnyField string

const (
	FieldName    AnyField = "name"
	FieldEmail   AnyField = "email"
	FieldHTML    AnyField = "html"
	FieldCreated AnyField = "created"
	FieldSubject AnyField = "subject"
)

func List(id string, fields ...AnyField) error {
	return get("lists/" + id + "?fields[list]=" + join(fields))
}

func Template(id string, fields ...AnyField) error {
	return get("templates/" + id + "?fields[template]=" + join(fields))
}

// Shared adds what the caller asks for; not all operations have it.
func shared(sort string) string {
	var params []string
	if sort != "" {
		params = append(params, "sort="+sort)
	}
	return strings.Join(params, "&")
}

func Tags(sort string) error { return get("tags?" + shared(sort)) }

func Tag(id, sort string) error { return get("tags/" + id + "?" + shared(sort)) }
