package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/crmrelay/internal/contacts"
	"example.com/crmrelay/internal/klaviyo"
	"example.com/crmrelay/internal/segments"
)

func main() {
	api := klaviyo.Default(os.Getenv("KLAVIYO_TOKEN"))
	srv := contacts.NewServer(api)
	names, err := segments.Names(context.Background(), api)
	if err != nil {
		log.Print(err)
	}
	log.Printf("%d lists and segments", len(names))

	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v2/contacts", func(w http.ResponseWriter, r *http.Request) {
		var p contacts.Person
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		id, err := srv.Add(r.Context(), p)
		var refused klaviyo.Refused
		if errors.As(err, &refused) {
			http.Error(w, refused.Error(), refused.Status)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"id": id})
	})
	mux.HandleFunc("GET /api/v2/contacts/{id}", func(w http.ResponseWriter, r *http.Request) {
		p, err := srv.Get(r.Context(), r.PathValue("id"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		json.NewEncoder(w).Encode(p)
	})
	s := &http.Server{Addr: ":8086", Handler: mux, ReadHeaderTimeout: time.Second}
	log.Fatal(s.ListenAndServe())
}
