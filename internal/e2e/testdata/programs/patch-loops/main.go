package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"slices"

	"example.com/patchloop/klaviyo"
)

type change struct {
	Prices []klaviyo.Price
	Gone   []string
	Rush   []klaviyo.Price
}

func main() {
	var ch change
	if err := json.NewDecoder(os.Stdin).Decode(&ch); err != nil {
		log.Fatal(err)
	}
	c := klaviyo.Open(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	ctx := context.Background()
	for part := range slices.Chunk(ch.Prices, 100) {
		if err := c.SetPrices(ctx, part); err != nil {
			log.Fatal(err)
		}
	}
	for i := range ch.Rush {
		if err := c.SetPrice(ctx, ch.Rush[i]); err != nil { // want bulk
			log.Print(err)
		}
	}
	for _, sku := range ch.Gone {
		if err := c.Drop(ctx, sku); err != nil { // want bulk
			log.Print(err)
		}
	}
}
