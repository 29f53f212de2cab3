package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"

	"example.com/dual-api/klaviyo"
)

type app struct {
	kl *klaviyo.Client
}

func main() {
	a := &app{kl: klaviyo.NewClient(os.Getenv("KLAVIYO_API_KEY"))}
	http.HandleFunc("POST /signup", a.signup)
	http.HandleFunc("PUT /account", a.account)
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func (a *app) signup(w http.ResponseWriter, r *http.Request) {
	var in struct{ Email, Name string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	id, err := a.kl.CreateProfile(r.Context(), klaviyo.Profile{Email: in.Email, FirstName: in.Name}) // want upsert
	if err != nil {
		log.Print(err)
		http.Error(w, "failed", http.StatusBadGateway)
		return
	}
	a.reply(w, id)
}

func (a *app) account(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID, Email, Name string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	p := klaviyo.Profile{ID: in.ID, Email: in.Email, FirstName: in.Name}
	save := a.kl.CreateOrUpdateProfile
	if p.ID != "" {
		save = a.kl.UpdateProfile
	}
	id, err := save(r.Context(), p)
	if err != nil {
		log.Print(err)
		http.Error(w, "failed", http.StatusBadGateway)
		return
	}
	a.reply(w, id)
}

func (a *app) reply(w http.ResponseWriter, id string) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"id": id})
}
