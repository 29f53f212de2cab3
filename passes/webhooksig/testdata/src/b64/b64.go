package b64

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
)

const sigHeader = "Klaviyo-Signature"

func A(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal([]byte(base64.StdEncoding.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(sigHeader))) { // want `base64 is used where Klaviyo-Signature is hex`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}

func B(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha1.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(sigHeader))) { // want `the HMAC is not made with SHA-256`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}

func C(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	got, err := hex.DecodeString(r.Header.Get(sigHeader))
	if err != nil {
		http.Error(w, "no", 401)
		return
	}
	if !bytes.Equal(got, m.Sum(nil)) { // want `the signature is compared with "bytes\.Equal"`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}

func D(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("k"))
	m.Write(b)
	m.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
	if !hmac.Equal(m.Sum(nil), []byte(r.Header.Get(sigHeader))) { // want `raw bytes are compared with the hex of Klaviyo-Signature`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}

func E(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	sum := sha256.Sum256(append([]byte("secret"), b...))
	if hex.EncodeToString(sum[:]) != r.Header.Get(sigHeader) { // want `the signature is compared with "!=", whose timing tells how much of a`
		http.Error(w, "no", 401)
		return
	}
	w.WriteHeader(200)
}
