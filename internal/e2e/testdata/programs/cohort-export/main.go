package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

const api = "https://a.klaviyo.com/api/"

var c = &http.Client{Timeout: 20 * time.Second}

var baseHeaders = map[string]string{
	"Accept":        "application/vnd.api+json",
	"Authorization": "Klaviyo-API-Key " + os.Getenv("KLAVIYO_API_KEY"),
	"revision":      "2025-04-15", // want revision
}

func apply(req *http.Request, headers map[string]string) {
	for name, value := range headers {
		req.Header.Set(name, value)
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: cohort-export segment")
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, f := range []func() (string, error){
		func() (string, error) { return segment(ctx, os.Args[1]) },
		func() (string, error) { return metrics(ctx) },
		func() (string, error) { return templates(ctx) },
	} {
		s, err := f()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(s)
	}
}

func segment(ctx context.Context, id string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", api+"segments/"+id+"/profiles", nil) // want rawhttp
	if err != nil {
		return "", err
	}
	apply(req, baseHeaders)
	return body(req)
}

func metrics(ctx context.Context) (string, error) {
	h := map[string]string{
		"Accept":        "application/vnd.api+json",
		"Authorization": "Klaviyo-API-Key " + os.Getenv("KLAVIYO_API_KEY"),
	}
	req, err := http.NewRequestWithContext(ctx, "GET", api+"metrics", nil) // want rawhttp revision
	if err != nil {
		return "", err
	}
	for k, v := range h {
		req.Header.Set(k, v)
	}
	return body(req)
}

func templates(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", api+"templates", nil) // want rawhttp
	if err != nil {
		return "", err
	}
	apply(req, map[string]string{
		"Authorization": "Klaviyo-API-Key " + os.Getenv("KLAVIYO_API_KEY"),
		"Revision":      "2026-01-15",
	})
	return body(req)
}

func body(req *http.Request) (string, error) {
	resp, err := c.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return "", fmt.Errorf("GET %s: %d", req.URL.Path, resp.StatusCode)
	}
	var v any
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return "", err
	}
	return string(b), nil
}
