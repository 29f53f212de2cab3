// Package fixes has what can be mended.
package fixes

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
)

func post(path string, body io.Reader) error {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func send(path string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return post(path, bytes.NewReader(raw))
}

type resource struct {
	Type       string         `json:"type"`
	Attributes map[string]any `json:"attributes"`
}

const kind = "tags" // want `"type" is "tags"`

func run(name string) {
	send("lists", map[string]any{"data": map[string]any{
		"type":       "lists", // want `"type" is "lists"`
		"attributes": map[string]any{"name": name},
	}})
	send("tags", map[string]any{"data": resource{"Tag", map[string]any{"name": name}}}) // want `"type" is "Tag"`
	send("tags", map[string]any{"data": resource{kind, map[string]any{"name": name}}})
	send("lists", map[string]any{"data": resource{"list", map[string]any{"names": name}}})                // want `"names" is no attribute`
	post("tags", strings.NewReader(`{"data": {"type": "tags", "attributes": {"name": "x"}}}`))            // want `"type" is "tags"`
	post("tags", strings.NewReader("{\"data\": {\"type\": \"tag\", \"attributes\": {\"Name\": \"x\"}}}")) // want `"Name" is no attribute`
}
