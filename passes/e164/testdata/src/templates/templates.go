// Package templates writes profiles with text/template.
package templates

import (
	"bytes"
	"net/http"
	"strings"
	"text/template"
)

var (
	kiosk = template.Must(template.New("kiosk").Parse(`{"data":{"type":"profile","attributes":{"phone_number":"0800 123 456","email":"{{.Email}}"}}}`)) // want `phone number is not E\.164: `
	shop  = template.Must(template.New("shop").Parse(`{"data":{"type":"profile","attributes":{"phone_number":"+16175550123","email":"{{.Email}}"}}}`))
	any_  = template.Must(template.New("any").Parse(`{"data":{"type":"profile","attributes":{"phone_number":"{{.Phone}}","email":"{{.Email}}"}}}`))
)

type person struct{ Email, Phone string }

func send(t *template.Template, p person) error {
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", strings.NewReader(b.String()))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func All(email, phone string) {
	send(kiosk, person{Email: email})
	send(shop, person{Email: email})
	send(any_, person{email, phone})
	send(any_, person{email, "+16175550123"})
	send(any_, person{email, "617-555-0123"}) // want `phone number is not E\.164: `
}
