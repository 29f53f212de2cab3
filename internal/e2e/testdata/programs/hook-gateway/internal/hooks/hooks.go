// Package hooks takes the deliveries of Klaviyo's system webhooks.
package hooks

import (
	"bytes"
	"encoding/json"
	"io"
	"log"
	"net/http"

	"example.com/hook-gateway/internal/sigs"
)

const (
	signature = "Klaviyo-Signature"
	sentAt    = "Klaviyo-Timestamp"
)

type Gateway struct{ checker *sigs.Checker }

func New(secret string) *Gateway { return &Gateway{checker: sigs.NewChecker(secret)} }

type batch struct {
	Data []struct {
		Topic string `json:"topic"`
	} `json:"data"`
}

// Verified lets only genuine deliveries through.
func (g *Gateway) Verified(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<20))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		message := append(bytes.Clone(raw), r.Header.Get(sentAt)...)
		if err := g.checker.Check(message, r.Header.Get(signature)); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		next(w, r)
	}
}

// Events stands behind Verified.
func (g *Gateway) Events(w http.ResponseWriter, r *http.Request) {
	var b batch
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	log.Printf("%d events of %s", len(b.Data), r.Header.Get("Klaviyo-Webhook-Id"))
	w.WriteHeader(http.StatusAccepted)
}

// Legacy was written before the timestamp was known to be signed.
func (g *Gateway) Legacy(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if err := g.checker.Check(raw, r.Header.Get(signature)); err != nil { // want webhooksig
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// Preview compares with an operator, and reads a header that does not exist.
func (g *Gateway) Preview(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	got := r.Header.Get("X-Klaviyo-Signature")                   // want webhooksig
	if g.checker.Sum(raw, []byte(r.Header.Get(sentAt))) != got { // want webhooksig
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}
