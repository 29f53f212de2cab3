// Naive sends to Klaviyo as one does on the first day.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

func main() {
	http.HandleFunc("/signup", signup)
	http.HandleFunc("/hook", hook)
	http.ListenAndServe(":8080", nil)
}

func signup(w http.ResponseWriter, r *http.Request) {
	body := fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q,"phone_number":"(617) 555-0142"}}}`, r.FormValue("email"))
	req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/profiles", bytes.NewReader([]byte(body)))
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+"pk_0123456789abcdef0123456789abcdef01")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		http.Error(w, "klaviyo is down", 502)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		http.Error(w, "klaviyo refused", 502)
		return
	}
	w.WriteHeader(204)
}

func hook(w http.ResponseWriter, r *http.Request) {
	id := r.Header.Get("Klaviyo-Webhook-Id")
	body, _ := io.ReadAll(r.Body)
	fmt.Println(id, r.Header.Get("Klaviyo-Signature") != "", len(body))
}
