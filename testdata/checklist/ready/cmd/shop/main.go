// Shop tells Klaviyo of orders.
package main

import (
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/ready/internal/hooks"
	"example.com/ready/internal/klaviyo"
	"example.com/ready/internal/orders"
)

func main() {
	secret := os.Getenv("KLAVIYO_WEBHOOK_SECRET")
	if secret == "" {
		log.Fatal("KLAVIYO_WEBHOOK_SECRET is not set")
	}
	client := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"), os.Getenv("KLAVIYO_ENABLED") != "false")
	hook := hooks.New(secret)
	go hook.Work(func(e hooks.Event) { log.Printf("%s %s", e.Topic, e.ExternalID) })
	go watch()

	mux := http.NewServeMux()
	mux.Handle("POST /orders", &orders.Handler{Klaviyo: client})
	mux.Handle("POST /hooks/klaviyo", hook)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		err := client.Check(r.Context())
		switch {
		case errors.Is(err, klaviyo.ErrLimited):
			w.WriteHeader(http.StatusOK)
		case err != nil:
			http.Error(w, "klaviyo is down", http.StatusServiceUnavailable)
		default:
			w.WriteHeader(http.StatusOK)
		}
	})
	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}

// watch looks at Klaviyo's status page once a minute.
func watch() {
	client := &http.Client{Timeout: 10 * time.Second}
	tick := time.NewTicker(time.Minute)
	for range tick.C {
		resp, err := client.Get("https://status.klaviyo.com/api/v2/status.json")
		if err != nil {
			log.Printf("status page: %v", err)
			continue
		}
		if resp.StatusCode != http.StatusOK {
			log.Printf("status page: %d", resp.StatusCode)
		}
		resp.Body.Close()
	}
}
