package main

import (
	"context"
	"errors"
	"log"
	"os"

	"example.com/shopcore/internal/checkout"
	"example.com/shopcore/internal/klaviyo"
)

func main() {
	c, err := klaviyo.New(os.Getenv("KLAVIYO_API_KEY"), klaviyo.WithBaseURL("https://a.klaviyo.com/"))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if err := c.Ping(ctx); err != nil {
		var ae *klaviyo.APIError
		if errors.As(err, &ae) && ae.Status == 401 {
			log.Fatal("klaviyo refuses the key")
		}
		log.Fatal(err)
	}
	if err := checkout.New(c).Finish(ctx, os.Args[1], os.Args[2], 12.5); err != nil {
		log.Fatal(err)
	}
}
