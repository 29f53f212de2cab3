package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/checkout-notifier/config"
	"example.com/checkout-notifier/klaviyo"
	"example.com/checkout-notifier/repo"
	"example.com/checkout-notifier/service"
)

func main() {
	cfg := config.MustLoad()
	logger := log.New(os.Stderr, "checkout ", log.LstdFlags)

	var (
		transport service.EventPublisher = klaviyo.NewPublisher(cfg.Klaviyo, logger)
		carts     service.CartRepository = repo.NewCarts()
	)
	svc := service.NewCheckout(carts, transport, logger)

	mux := http.NewServeMux()
	mux.HandleFunc("POST /carts/{id}/checkout", checkoutHandler(svc))
	mux.HandleFunc("POST /carts/{id}/abandon", abandonHandler(svc))
	if cfg.SeedDemo {
		if err := svc.SeedDemo(context.Background()); err != nil {
			logger.Printf("demo data: %v", err)
		}
	}
	srv := &http.Server{Addr: cfg.Addr, Handler: mux, ReadTimeout: 10 * time.Second}
	logger.Fatal(srv.ListenAndServe())
}

func checkoutHandler(svc *service.Checkout) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in service.CheckoutInput
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := svc.Complete(r.Context(), r.PathValue("id"), in); err != nil {
			http.Error(w, "cannot complete", http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusCreated)
	}
}

func abandonHandler(svc *service.Checkout) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := svc.Abandon(r.Context(), r.PathValue("id")); err != nil {
			http.Error(w, "cannot abandon", http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}
