package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var quick = &http.Client{Timeout: 3 * time.Second}

func main() {
	must(lists())
	must(create("kim@example.com"))
	must(subscribe("kim@example.com"))
	must(refresh())
	must(press())
	must(weather())
}

func lists() (*http.Response, error) {
	return http.Get("https://a.klaviyo.com/api/lists") // want rawhttp revision httptimeout authheader
}

func create(email string) (*http.Response, error) {
	body := `{"data":{"type":"profile","attributes":{"email":"` + email + `"}}}`
	return quick.Post("https://a.klaviyo.com/api/profiles/", "application/json", strings.NewReader(body)) // want rawhttp revision upsert authheader
}

func subscribe(email string) (*http.Response, error) {
	body := `{"data":{"type":"subscription","attributes":{"profile":{"data":{"type":"profile","attributes":{"email":"` + email + `"}}}}}}`
	u := "https://a.klaviyo.com/client/subscriptions?company_id=" + url.QueryEscape(os.Getenv("COMPANY")) // want clientapi
	return http.Post(u, "application/json", strings.NewReader(body))                                      // want rawhttp revision httptimeout
}

func refresh() (*http.Response, error) {
	return quick.PostForm("https://a.klaviyo.com/oauth/token", url.Values{
		"grant_type":    {"refresh_token"},
		"refresh_token": {os.Getenv("REFRESH_TOKEN")},
		"client_id":     {os.Getenv("CLIENT_ID")},
	})
}

func press() (*http.Response, error) {
	return quick.Get("https://www.klaviyo.com/newsroom")
}

func weather() (*http.Response, error) {
	return quick.Get("https://api.weather.example.com/api/profiles")
}

func must(resp *http.Response, err error) {
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		log.Fatal(resp.Status)
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(b), "bytes")
}
