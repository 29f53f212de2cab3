package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"example.com/hooks-relay/relay"
)

func main() {
	r := relay.New(&http.Client{Timeout: 5 * time.Second}, os.Getenv("KLAVIYO_TOKEN"))
	http.HandleFunc("POST /typeform", func(w http.ResponseWriter, q *http.Request) {
		err := r.Answer(q.Context(), q.FormValue("profile"), q.FormValue("question"), q.FormValue("answer"))
		if err == nil && q.FormValue("list") != "" {
			err = r.Subscribe(q.Context(), q.FormValue("profile"), q.FormValue("list"))
		}
		if err != nil {
			log.Print(err)
			http.Error(w, "failed", http.StatusBadGateway)
		}
	})
	log.Fatal(http.ListenAndServe(":8081", nil))
}
