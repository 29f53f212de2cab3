// Package streams writes what it does to a stream that its constructor chooses.
package streams

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
)

type Sender struct {
	key   string
	trace io.Writer
	quiet io.Writer
	sum   io.Writer
	out   io.Writer
	http  *http.Client
}

func NewSender(key string, debug bool, out io.Writer) *Sender {
	s := &Sender{key: key, trace: io.Discard, quiet: io.Discard, sum: sha256.New(), out: out, http: &http.Client{}}
	if debug {
		s.trace = os.Stderr
	}
	return s
}

func (s *Sender) Send(body []byte) error {
	req, err := http.NewRequest(http.MethodPost, "https://a.klaviyo.com/api/events", bytes.NewReader(body))
	if err != nil {
		return err
	}
	cred := "Klaviyo-API-Key " + s.key
	req.Header.Set("Authorization", cred)
	req.Header.Set("revision", "2026-07-15")
	fmt.Fprintf(s.trace, "POST %s\nAuthorization: %s\n", req.URL, cred) // want `fmt\.Fprintf writes the private key \("key"\) to the output`
	fmt.Fprintf(s.trace, "POST %s with %d bytes, key of %d\n", req.URL, len(body), len(s.key))
	fmt.Fprintf(s.quiet, "Authorization: %s\n", cred)
	fmt.Fprint(s.sum, cred)
	fmt.Fprintln(s.out, cred) // whatever the caller gave
	res, err := s.http.Do(req)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.trace, res.Status)
	return res.Body.Close()
}
