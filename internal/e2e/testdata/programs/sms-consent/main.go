package main

import (
	"context"
	"log"
	"os"

	"example.com/sms-consent/internal/klaviyo"
)

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	ctx, list := context.Background(), os.Getenv("KLAVIYO_LIST")
	if err := c.SubscribeTesters(ctx, list); err != nil {
		log.Fatal(err)
	}
	if err := c.UnsubscribeTesters(ctx, list); err != nil {
		log.Fatal(err)
	}
}
