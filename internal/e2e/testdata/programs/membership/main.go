package main

import (
	"context"
	"log"
	"os"

	"example.com/membership/club"
	"example.com/membership/internal/klaviyo"
)

func main() {
	api := klaviyo.New(os.Getenv("KLAVIYO_API_KEY"))
	desk := club.NewDesk(api)
	ctx := context.Background()
	for _, email := range os.Args[1:] {
		if err := desk.Join(ctx, email); err != nil { // want bulk
			log.Printf("%s: %v", email, err)
		}
	}
}
