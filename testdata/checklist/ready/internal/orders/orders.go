// Package orders takes orders, and keeps what Klaviyo could not be told.
package orders

import (
	"context"
	"log"
	"net/http"
	"strconv"

	"example.com/ready/internal/klaviyo"
)

// Handler takes orders.
type Handler struct{ Klaviyo *klaviyo.Client }

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, email := r.FormValue("id"), r.FormValue("email")
	total, err := strconv.ParseFloat(r.FormValue("total"), 64)
	if err != nil {
		http.Error(w, "no total", http.StatusBadRequest)
		return
	}
	go h.tell(context.WithoutCancel(r.Context()), id, email, total)
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) tell(ctx context.Context, id, email string, total float64) {
	if err := h.Klaviyo.Import(ctx, email); err != nil {
		log.Printf("profile of order %s: %v", id, err)
	}
	if err := h.Klaviyo.Placed(ctx, id, email, total); err != nil {
		log.Printf("order %s: %v", id, err)
	}
}
