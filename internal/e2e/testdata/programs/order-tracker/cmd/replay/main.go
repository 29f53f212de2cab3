// Command replay sends events again that are kept as JSON, one on each line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log"
	"os"

	"example.com/order-tracker/internal/klaviyo"
	"example.com/order-tracker/internal/orders"
)

func main() {
	ctx := context.Background()
	kl := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	svc := &orders.Service{Events: kl}
	if err := svc.Placed(ctx, orders.Order{ID: "1"}); err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var e klaviyo.Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			log.Fatal(err)
		}
		if err := kl.Track(ctx, e); err != nil { // want bulk
			log.Fatal(err)
		}
	}
	if err := kl.Ping(ctx, "ops@shop.test"); err != nil {
		log.Fatal(err)
	}
}
