package main

import (
	"context"
	"net/http"
	"os"

	"example.com/hook-fields/hook/klaviyo"
)

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_API_KEY"))
	h := klaviyo.Hooks{
		Path:   func(s string) string { return "/api/" + s },
		Before: func(r *http.Request) { r.Header.Set("revision", "2023-10-15") }, // want revision
	}
	_ = c.Do(context.Background(), h, nil)
}
