package main

import (
	"context"
	"log"
	"os"

	"example.com/warehouse-feed/internal/klaviyo"
	"example.com/warehouse-feed/internal/warehouse"
)

func main() {
	api := klaviyo.NewCatalog(os.Getenv("KLAVIYO_KEY"))
	items, err := warehouse.Items(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	if err := api.Publish(context.Background(), items); err != nil {
		log.Fatal(err)
	}
}
