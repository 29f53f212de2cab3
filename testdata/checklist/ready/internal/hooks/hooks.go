// Package hooks receives Klaviyo's webhooks.
package hooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

var rejected = promauto.NewCounter(prometheus.CounterOpts{Namespace: "klaviyo", Name: "webhook_rejected_total", Help: "Deliveries with a wrong signature."})

// Handler receives deliveries.
type Handler struct {
	secret string
	seen   sync.Map
	work   chan Event
}

// Event is one element of a delivery.
type Event struct {
	ExternalID string `json:"external_id"`
	Topic      string `json:"topic"`
}

// New returns a handler; secret is the webhook's signing secret.
func New(secret string) *Handler {
	return &Handler{secret: secret, work: make(chan Event, 5000)}
}

// Work takes the events, one after the other.
func (h *Handler) Work(do func(Event)) {
	for e := range h.work {
		do(e)
	}
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 5<<20))
	if err != nil {
		http.Error(w, "cannot read", http.StatusBadRequest)
		return
	}
	mac := hmac.New(sha256.New, []byte(h.secret))
	mac.Write(body)
	mac.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	got, err := hex.DecodeString(r.Header.Get("Klaviyo-Signature"))
	if err != nil || !hmac.Equal(got, mac.Sum(nil)) {
		rejected.Inc()
		http.Error(w, "wrong signature", http.StatusUnauthorized)
		return
	}
	var delivery struct {
		Data []Event `json:"data"`
	}
	if err := json.Unmarshal(body, &delivery); err != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	for _, e := range delivery.Data {
		if _, twice := h.seen.LoadOrStore(e.ExternalID, true); twice {
			continue
		}
		select {
		case h.work <- e:
		default:
			h.seen.Delete(e.ExternalID)
		}
	}
	w.WriteHeader(http.StatusAccepted)
}
