// Package sigs has HMAC helpers.
package sigs

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

type Signer struct{ key []byte }

func New(key string) *Signer { return &Signer{key: []byte(key)} }

func (s *Signer) Sum(parts ...[]byte) string {
	m := hmac.New(sha256.New, s.key)
	for _, p := range parts {
		m.Write(p)
	}
	return hex.EncodeToString(m.Sum(nil))
}

func (s *Signer) Check(payload []byte, sig string) bool {
	m := hmac.New(sha256.New, s.key)
	m.Write(payload)
	return hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(sig))
}
