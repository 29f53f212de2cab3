// Package maps writes bodies as maps.
package maps

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

func send(method, path string, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(method, "https://a.klaviyo.com"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

var key string

func typo(name string) error {
	return send("POST", "/api/profile-import", map[string]any{
		"data": map[string]any{
			"type": "profile",
			"attributes": map[string]any{
				"first_nme": name, // want `"first_nme" is no attribute at 2026-07-15 \(POST /api/profile-import data.attributes\): Klaviyo answers 400; "first_name" is`
				"lastName":  name, // want `"last_name" is`
				"shoe_size": 42,   // want `put it into "properties"`
				"properties": map[string]any{
					"shoe_size": 42, "first_nme": name,
				},
			},
		},
	})
}

func flat(email string) error {
	return send("POST", "/api/profile-import", map[string]any{ // want `the body has no "data"`
		"email": email,
	})
}

func wrapped(email string) error {
	return send("POST", "/api/profile-import", map[string]any{
		"Data": map[string]any{"type": "profile"}, // want `the body has "Data" where Klaviyo wants "data"`
	})
}

func wrongType(email string) error {
	return send("POST", "/api/profile-import", map[string]any{
		"data": map[string]any{
			"type":       "profiles", // want `"type" is "profiles" \(POST /api/profile-import data\), and Klaviyo expects "profile"`
			"attributes": map[string]any{"email": email},
		},
	})
}

func noType(email string) error {
	return send("POST", "/api/profile-import", map[string]any{
		"data": map[string]any{ // want `no "type" in data \(POST
			"attributes": map[string]any{"email": email},
		},
	})
}

func subscribe(emails []string) error {
	var profiles []any
	for _, e := range emails {
		profiles = append(profiles, map[string]any{
			"type":       "profile",
			"attributes": map[string]any{"email": e}, // want `no "subscriptions" in`
		})
	}
	return send("POST", "/api/profile-subscription-bulk-create-jobs", map[string]any{
		"data": map[string]any{
			"type":       "profile-subscription-bulk-create-job",
			"attributes": map[string]any{"profiles": map[string]any{"data": profiles}},
		},
	})
}

func kinds() error {
	return send("POST", "/api/profile-import", map[string]any{
		"data": map[string]any{
			"type": "profile",
			"attributes": map[string]any{
				"email":      42,                         // want `"email" is sent as a number, and Klaviyo wants a string`
				"location":   []string{"Berlin"},         // want `"location" is sent as an array, and Klaviyo wants an object`
				"properties": map[string]any{"since": 1}, //
			},
		},
	})
}

func one(id, profile string) error {
	return send("POST", "/api/lists/"+id+"/relationships/profiles", map[string]any{
		"data": map[string]any{"type": "profile", "id": profile}, // want `"data" is sent as an object, and Klaviyo wants an array`
	})
}

// What is added later counts.
func later(email string) error {
	attrs := map[string]any{}
	attrs["email"] = email
	attrs["phoneNumber"] = "+15551234567" // want `"phone_number" is`
	data := map[string]any{"attributes": attrs}
	data["type"] = "profile"
	return send("POST", "/api/profiles", map[string]any{"data": data})
}

// An open object lacks nothing; what is certainly there is judged.
func open(extra map[string]any) error {
	data := map[string]any{"attributes": extra}
	for k, v := range extra {
		data[k] = v
	}
	return send("POST", "/api/profiles", map[string]any{"data": data})
}

func opened(extra map[string]any) error {
	attrs := map[string]any{"emial": "a@example.com"} // want `"email" is`
	for k, v := range extra {
		attrs[k] = v
	}
	return send("POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": attrs}})
}

// Right ones.
func event(email string, props map[string]any) error {
	return send("POST", "/api/events", map[string]any{
		"data": map[string]any{
			"type": "event",
			"attributes": map[string]any{
				"properties": props,
				"metric":     map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": "Placed Order"}}},
				"profile":    map[string]any{"data": map[string]any{"type": "profile", "id": "X"}},
				"unique_id":  "1",
			},
		},
	})
}

func anonymous(id string) error {
	return send("POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"anonymous_id": id}}})
}

func known(path string, body map[string]any) error { return send("POST", path, body) }
