// Package sums signs.
package sums

import (
	"crypto/hmac"
	"encoding/hex"
	"hash"
)

func Hex(h func() hash.Hash, body []byte, rest string) string {
	m := hmac.New(h, []byte("s"))
	m.Write(body)
	m.Write([]byte(rest))
	return hex.EncodeToString(m.Sum(nil))
}
