// Package rawtext writes events as text.
package rawtext

import (
	"fmt"
	"net/http"
	"strings"
)

const endpoint = "https://a.klaviyo.com/api/events"

func template(email, metric string, value int) {
	body := fmt.Sprintf(`{"data": {"type": "event", "attributes": {
		"value": %d,
		"metric": {"data": {"type": "metric", "attributes": {"name": "%s"}}},
		"properties": {},
		"profile": {"data": {"type": "profile", "attributes": {"email": %q}}}
	}}}`, value, metric, email)
	http.Post(endpoint, "application/json", strings.NewReader(body)) // want `no unique_id`
}

func templateWithID(order, metric string) {
	body := fmt.Sprintf(`{"data": {"type": "event", "attributes": {"unique_id": "%s", "metric": {"name": "%s"}, "properties": {}}}}`, order, metric)
	http.Post(endpoint, "application/json", strings.NewReader(body))
}

// Properties as a whole are no place for the id.
func properties(json string) {
	http.Post(endpoint, "application/json", strings.NewReader(`{"data":{"type":"event","attributes":{"properties":`+json+`}}}`)) // want `no unique_id`
}

// The attributes as a whole may hold it, and so may members put among them.
func attributes(json string) {
	http.Post(endpoint, "application/json", strings.NewReader(`{"data":{"type":"event","attributes":`+json+`}}`))
}

func members(more string) {
	http.Post(endpoint, "application/json", strings.NewReader(`{"data":{"type":"event","attributes":{"properties":{}`+more+`}}}`))
}

func optional(order string) {
	id := ""
	if order != "" {
		id = fmt.Sprintf(`"unique_id": %q, `, order)
	}
	http.Post(endpoint, "application/json", strings.NewReader(`{"data":{"type":"event","attributes":{`+id+`"properties":{}}}}`))
}

// No JSON at all, as far as can be seen.
func opaque(body string) {
	http.Post(endpoint, "application/json", strings.NewReader(body))
	http.Post(endpoint, "application/json", strings.NewReader("{"))
}

func builder(name string) {
	var b strings.Builder
	b.WriteString(`{"data":{"type":"event","attributes":{"properties":{"name":"`)
	b.WriteString(name)
	b.WriteString(`"}}}}`)
	http.Post(endpoint, "application/json", strings.NewReader(b.String())) // want `no unique_id`
}
