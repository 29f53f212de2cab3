// Package keepers makes functions that look at a delivery whose body was read before.
package keepers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

type Keeper func(h http.Header, payload []byte) error

var errForged = errors.New("forged")

func mac(secret string, pieces ...[]byte) []byte {
	m := hmac.New(sha256.New, []byte(secret))
	for _, p := range pieces {
		m.Write(p)
	}
	return m.Sum(nil)
}

func compare(h http.Header, sum []byte) error {
	got, err := hex.DecodeString(h.Get("Klaviyo-Signature"))
	if err != nil || !hmac.Equal(got, sum) {
		return errForged
	}
	return nil
}

func Early(secret string) Keeper {
	return func(h http.Header, payload []byte) error {
		sum := mac(secret, []byte(h.Get("Klaviyo-Timestamp")), payload)
		got, err := hex.DecodeString(h.Get("Klaviyo-Signature"))
		if err != nil || !hmac.Equal(got, sum) { // want `the HMAC starts with the timestamp`
			return errForged
		}
		return nil
	}
}

func Tidy(secret string) Keeper {
	return func(h http.Header, payload []byte) error {
		var v map[string]any
		if err := json.Unmarshal(payload, &v); err != nil {
			return err
		}
		tidy, err := json.Marshal(v)
		if err != nil {
			return err
		}
		got, err := hex.DecodeString(h.Get("Klaviyo-Signature"))
		if err != nil || !hmac.Equal(got, mac(secret, tidy, []byte(h.Get("Klaviyo-Timestamp")))) { // want `the HMAC covers a re-encoded body, whose bytes differ from those signed;`
			return errForged
		}
		return nil
	}
}

func Right(secret string) Keeper {
	return func(h http.Header, payload []byte) error {
		return compare(h, mac(secret, payload, []byte(h.Get("Klaviyo-Timestamp"))))
	}
}

func Door(k Keeper, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		payload, err := io.ReadAll(r.Body)
		if err != nil || k(r.Header, payload) != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
