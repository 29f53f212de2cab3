package drop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log"
	"net/http"
)

func verify(r *http.Request, body []byte) error {
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(body)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get("Klaviyo-Signature"))) {
		return errors.New("bad signature")
	}
	return nil
}

func A(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	_ = verify(r, b) // want `the result of the comparison is ignored, so forged deliveries pass; answer`
	process(b)
}

func B(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if err := verify(r, b); err != nil { // want `the result of the comparison is ignored, so forged deliveries pass; answer`
		log.Println("signature", err)
	}
	process(b)
}

func C(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if err := verify(r, b); err != nil { // want `the result of the comparison is ignored, so forged deliveries pass; answer`
		http.Error(w, "no", 401)
	}
	process(b)
}

func D(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	err := verify(r, b)
	if err != nil {
		log.Println("signature", err)
		http.Error(w, "no", 401)
		return
	}
	process(b)
}

func E(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	ok := hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get("Klaviyo-Signature"))) // want `the result of the comparison is ignored, so forged deliveries pass; answer`
	if !ok {
		log.Printf("bad signature from %s", r.RemoteAddr)
	}
	process(b)
}

func F(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	verify(r, b) // want `the result of the comparison is ignored, so forged deliveries pass; answer`
	process(b)
}

func G(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	if verify(r, b) == nil {
		process(b)
	}
}

func process(b []byte) { log.Println(len(b)) }
