package clientapi

import (
	"bytes"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
)

type C struct{ token string }

func (c *C) Event(body []byte) error {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/client/events/?company_id=ABC123", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token) // want `the private key \("C\.token"\) is sent to /client/`
	req.Header.Set("revision", "2026-07-15")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func (c *C) Log() {
	log.Println("token", c.token) // want `log\.Println writes the private key \("C\.token"\) to the log`
	log.Println("token", len(c.token))
}

func (c *C) Profile(body []byte) error {
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token)
	req.Header.Set("revision", "2026-07-15")
	log.Println(req.Method, req.URL)
	if os.Getenv("DEBUG") != "" {
		dump, err := httputil.DumpRequestOut(req, true)
		if err == nil {
			log.Printf("%s", dump) // want `log\.Printf writes the Authorization header with the private key \("C\.token"\) to the log`
		}
	}
	log.Printf("%+v", req.Header)                // want `log\.Printf writes the Authorization header with the private key \("C\.token"\) to the log`
	log.Println(req.Header.Get("Authorization")) // want `log\.Println writes the private key \("C\.token"\) to the log`
	log.Println(req.Header.Get("revision"))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Println(err)
		return err
	}
	log.Println(res.Status)
	return res.Body.Close()
}

func (c *C) Elsewhere() error {
	req, err := http.NewRequest("POST", "https://collector.example.net/v1/profiles", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token) // want `the private key \("C\.token"\) is sent to "collector\.example\.net"`
	_, err = http.DefaultClient.Do(req)
	return err
}

func (c *C) Local() error {
	req, err := http.NewRequest("POST", "http://localhost:8080/v1/profiles", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token)
	_, err = http.DefaultClient.Do(req)
	return err
}

func (c *C) Plain() error {
	req, err := http.NewRequest("POST", "http://a.klaviyo.com/api/profiles", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token)
	_, err = http.DefaultClient.Do(req)
	return err
}
