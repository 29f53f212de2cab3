package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"example.com/hook-gateway/internal/hooks"
	"example.com/hook-gateway/internal/shop"
)

func main() {
	g := hooks.New(os.Getenv("KLAVIYO_WEBHOOK_SECRET"))
	mux := http.NewServeMux()
	mux.HandleFunc("POST /klaviyo", g.Verified(g.Events))
	mux.HandleFunc("POST /klaviyo/old", g.Legacy)
	mux.HandleFunc("POST /klaviyo/preview", g.Preview)
	mux.HandleFunc("POST /shopify", shop.Orders(os.Getenv("SHOPIFY_SECRET")))
	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
