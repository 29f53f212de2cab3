package main

import (
	"context"
	"log"
	"os"

	"example.com/store-tests/internal/klaviyo"
)

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_API_KEY"))
	if err := c.Upsert(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}
