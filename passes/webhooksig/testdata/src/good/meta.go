package good

import (
	"encoding/json"
	"log"
	"net/http"
)

type delivery struct {
	Meta map[string]string `json:"meta"`
}

// Behind stands behind a middleware. The payload has keys named like headers.
func Behind(w http.ResponseWriter, r *http.Request) {
	var d delivery
	if err := json.NewDecoder(r.Body).Decode(&d); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	log.Println(d.Meta["klaviyo_webhook_id"], d.Meta["Klaviyo-Webhook-Id"])
}
