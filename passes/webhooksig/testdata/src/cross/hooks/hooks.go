package hooks

import (
	"io"
	"net/http"

	"cross/sigs"
)

type Server struct{ signer *sigs.Signer }

func NewServer(secret string) *Server { return &Server{signer: sigs.New(secret)} }

func (s *Server) A(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if !s.signer.Check(b, r.Header.Get("Klaviyo-Signature")) { // want `the HMAC leaves out the timestamp`
		w.WriteHeader(401)
		return
	}
	w.WriteHeader(204)
}

func (s *Server) B(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if !s.signer.Check(append(b, r.Header.Get("Klaviyo-Timestamp")...), r.Header.Get("Klaviyo-Signature")) {
		w.WriteHeader(401)
		return
	}
	w.WriteHeader(204)
}

func (s *Server) C(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if s.signer.Sum([]byte(r.Header.Get("Klaviyo-Timestamp")), b) != r.Header.Get("Klaviyo-Signature") { // want `the signature is compared with "!=".*also, the HMAC starts with the timestamp`
		w.WriteHeader(401)
		return
	}
	w.WriteHeader(204)
}
