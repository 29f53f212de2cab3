package main

import (
	"context"
	"log"
	"os"

	"example.com/country-table/internal/klaviyo"
)

func main() {
	if err := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY")).LoadSamples(context.Background()); err != nil {
		log.Fatal(err)
	}
}
