package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"example.com/giftcard-svc/notify"
)

func main() {
	n := notify.New(os.Getenv("KLAVIYO_KEY"), os.Getenv("SHOPIFY_TOKEN"))
	http.HandleFunc("/redeemed", func(w http.ResponseWriter, r *http.Request) {
		var g notify.Card
		if err := json.NewDecoder(r.Body).Decode(&g); err != nil {
			http.Error(w, "bad json", 400)
			return
		}
		if err := all(r.Context(), n, g); err != nil {
			log.Print(err)
			http.Error(w, "failed", 502)
		}
	})
	log.Fatal(http.ListenAndServe(":9000", nil))
}

func all(ctx context.Context, n *notify.Notifier, g notify.Card) error {
	if err := n.Redeemed(ctx, g); err != nil {
		return err
	}
	if err := n.Import(ctx, g); err != nil {
		return err
	}
	return n.Order(ctx, g)
}
