package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"example.com/patient-sync/internal/klaviyo"
	"example.com/patient-sync/internal/klaviyo/flows"
)

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_KEY"), klaviyo.WithOther(&http.Client{})) // want httptimeout
	ctx := context.Background()
	for _, f := range []func(context.Context) error{c.Lists, c.Tags, c.Forms, c.Other, c.Accounts} {
		if err := f(ctx); err != nil {
			log.Fatal(err)
		}
	}
	if err := flows.List(os.Getenv("KLAVIYO_KEY")); err != nil {
		log.Fatal(err)
	}
	if err := weather(); err != nil {
		log.Print(err)
	}
}

func weather() error {
	resp, err := http.Get("https://api.example.net/weather")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
