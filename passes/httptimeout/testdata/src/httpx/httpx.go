// Package httpx names no Klaviyo: its clients are judged where they are used.
package httpx

import (
	"io"
	"net/http"
	"time"
)

func New() *http.Client   { return &http.Client{} }
func NewOK() *http.Client { return &http.Client{Timeout: time.Second} }
func PostJSON(url string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequest("POST", url, body)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}
