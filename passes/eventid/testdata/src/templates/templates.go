// Package templates writes its events with text/template.
package templates

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/template"
	"time"
)

const profile = `"profile":{"data":{"type":"profile","attributes":{"email":"{{js .Email}}"}}}`

var (
	bare = template.Must(template.New("bare").Parse(`{"data":{"type":"event","attributes":{
 "metric":{"data":{"type":"metric","attributes":{"name":"{{.Metric}}"}}},` + profile + `}}}`))
	whole = template.Must(template.New("whole").Parse(`{"data":{"type":"event","attributes":{"unique_id":"{{js .ID}}",
 "metric":{"data":{"type":"metric","attributes":{"name":"{{.Metric}}"}}},` + profile + `}}}`))
	either = template.Must(template.New("either").Parse(`{"data":{"type":"event","attributes":{ {{if .ID}}"unique_id":"{{js .ID}}",{{end}}
 "metric":{"data":{"type":"metric","attributes":{"name":"{{.Metric}}"}}},` + profile + `}}}`))
	open = template.Must(template.New("open").Parse(`{"data":{"type":"event","attributes":{ {{range $k, $v := .Extra}}"{{$k}}":"{{js $v}}",{{end}}
 "metric":{"data":{"type":"metric","attributes":{"name":"{{.Metric}}"}}},` + profile + `}}}`))
	other = template.Must(template.New("other").Delims("<<", ">>").Parse(`{"data":{"type":"event","attributes":{<<.Rest>>}}}`))
)

type event struct {
	ID, Email, Metric, Rest string
	Extra                   map[string]string
}

type client struct {
	key string
	web *http.Client
}

func newClient(key string) *client { return &client{key, &http.Client{Timeout: time.Minute}} }

func (c *client) post(path string, body io.Reader) error {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.web.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	return nil
}

func (c *client) Bare(e event) error {
	var b bytes.Buffer
	if err := bare.Execute(&b, e); err != nil {
		return err
	}
	return c.post("events", &b) // want `the event has no unique_id`
}

func (c *client) Local(e event) error {
	t, err := template.New("local").Parse(`{"data":{"type":"event","attributes":{"metric":{"data":{"type":"metric","attributes":{"name":"x"}}},` + profile + `}}}`)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := t.Execute(&b, &e); err != nil {
		return err
	}
	return c.post("events", strings.NewReader(b.String())) // want `the event has no unique_id`
}

func (c *client) Whole(e event) error  { return c.write(whole, e) }
func (c *client) Either(e event) error { return c.write(either, e) }
func (c *client) Open(e event) error   { return c.write(open, e) }
func (c *client) Other(e event) error  { return c.write(other, e) }

func (c *client) write(t *template.Template, e event) error {
	var b bytes.Buffer
	if err := t.Execute(&b, e); err != nil {
		return err
	}
	return c.post("events", &b)
}
