// Shop is a small web shop that keeps its customers in Klaviyo.
package main

import (
	"log"
	"net/http"
	"time"

	"example.com/shop/internal/checkout"
	"example.com/shop/internal/config"
	"example.com/shop/internal/health"
	"example.com/shop/internal/klaviyo"
	"example.com/shop/internal/segments"
	"example.com/shop/internal/signup"
	"example.com/shop/internal/sms"
)

func main() {
	cfg := config.FromEnv()
	client := klaviyo.New(cfg.KlaviyoKey, klaviyo.WithBaseURL(cfg.KlaviyoURL))
	checker := health.New(cfg.KlaviyoKey)
	refunds := checkout.NewRefunder(cfg.KlaviyoKey)

	mux := http.NewServeMux()
	mux.Handle("POST /signup", &signup.Handler{Klaviyo: client})
	mux.HandleFunc("POST /orders", handle(func(r *http.Request) error {
		return checkout.Placed(r.Context(), client, checkout.Order{ID: r.FormValue("id"), Email: r.FormValue("email")})
	}))
	mux.HandleFunc("POST /guests", handle(func(r *http.Request) error {
		return signup.Guest(r.Context(), client, r.FormValue("email"))
	}))
	mux.HandleFunc("POST /refunds", handle(func(r *http.Request) error {
		return refunds.Refunded(r.Context(), checkout.Order{ID: r.FormValue("id"), Email: r.FormValue("email")})
	}))
	mux.HandleFunc("POST /sms", handle(func(r *http.Request) error {
		return sms.OptIn(r.Context(), client, r.FormValue("email"), r.FormValue("phone"))
	}))
	mux.HandleFunc("GET /segments/{id}", handle(func(r *http.Request) error {
		_, err := segments.Size(r.Context(), client, r.PathValue("id"))
		return err
	}))
	mux.HandleFunc("GET /health", handle(func(r *http.Request) error {
		return checker.Klaviyo(r.Context())
	}))

	srv := &http.Server{Addr: cfg.Addr, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Printf("listening on %s; the account is at https://www.klaviyo.com/dashboard", cfg.Addr)
	log.Fatal(srv.ListenAndServe())
}

// handle turns a function that may fail into a handler.
func handle(f func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(r); err != nil {
			log.Print(err)
			http.Error(w, "please try again", http.StatusBadGateway)
		}
	}
}
