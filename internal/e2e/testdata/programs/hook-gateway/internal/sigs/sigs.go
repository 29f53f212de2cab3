// Package sigs signs and checks messages. It knows nothing about who sends them.
package sigs

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

var ErrMismatch = errors.New("signature does not match")

type Checker struct{ secret []byte }

func NewChecker(secret string) *Checker { return &Checker{secret: []byte(secret)} }

func (c *Checker) Sum(parts ...[]byte) string {
	mac := hmac.New(sha256.New, c.secret)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func (c *Checker) Check(message []byte, signature string) error {
	if !hmac.Equal([]byte(c.Sum(message)), []byte(signature)) {
		return ErrMismatch
	}
	return nil
}
