package never

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
)

type ev struct{ Topic string }

func A(w http.ResponseWriter, r *http.Request) {
	sig := r.Header.Get("Klaviyo-Signature") // want `the handler reads "Klaviyo-Signature" and verifies nothing`
	if sig == "" {
		http.Error(w, "no", 401)
		return
	}
	var e ev
	json.NewDecoder(r.Body).Decode(&e)
	log.Println(e.Topic)
}

type verifier interface {
	Verify(body []byte, ts, sig string) error
}
type S struct {
	v verifier
	q chan item
}
type item struct {
	body []byte
	sig  string
}

func (s *S) B(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if err := s.v.Verify(b, r.Header.Get("Klaviyo-Timestamp"), r.Header.Get("Klaviyo-Signature")); err != nil {
		w.WriteHeader(401)
		return
	}
	log.Println(len(b))
}

func (s *S) C(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	s.q <- item{b, r.Header.Get("Klaviyo-Signature")}
}

func D(check func(*http.Request) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		log.Println(r.Header.Get("Klaviyo-Signature"))
		if !check(r) {
			return
		}
	}
}
func E(w http.ResponseWriter, r *http.Request) {
	id := r.Header.Get("Klaviyo-Webhook-Id") // want `the handler reads "Klaviyo-Webhook-Id" and verifies nothing`
	log.Println(id)
	var e ev
	json.NewDecoder(r.Body).Decode(&e)
}
func Routes() {
	http.HandleFunc("/k", E)
	http.ListenAndServe(":8080", nil)
}
