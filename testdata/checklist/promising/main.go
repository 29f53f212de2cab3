// Promising serves a form.
package main

import (
	"net/http"

	"example.com/promising/klaviyo"
)

func main() {
	http.HandleFunc("/signup", func(w http.ResponseWriter, r *http.Request) {
		if err := klaviyo.Subscribe(r.FormValue("email")); err != nil {
			http.Error(w, "try again", http.StatusBadGateway)
		}
	})
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) })
	http.ListenAndServe(":8080", nil)
}
