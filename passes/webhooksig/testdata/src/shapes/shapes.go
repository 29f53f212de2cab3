package shapes

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

const (
	headerSignature = "Klaviyo-Signature"
	headerTimestamp = "Klaviyo-Timestamp"
)

type Config struct {
	Secrets []string
	Header  string
}

type Receiver struct {
	cfg    Config
	newMAC func() hash.Hash
	store  Store
}

type Store interface{ Seen(id string) bool }

func NewReceiver(cfg Config) *Receiver {
	if cfg.Header == "" {
		cfg.Header = headerSignature
	}
	return &Receiver{cfg: cfg}
}

// Several secrets, one of which must fit.
func (rc *Receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readAll(r)
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	ok := false
	for _, s := range rc.cfg.Secrets {
		if matches(s, body, r.Header.Get(headerTimestamp), r.Header.Get(rc.cfg.Header)) {
			ok = true
			break
		}
	}
	if !ok {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	rc.store.Seen(r.Header.Get("Klaviyo-Webhook-Id"))
	w.WriteHeader(http.StatusAccepted)
}

func readAll(r *http.Request) ([]byte, error) {
	var buf bytes.Buffer
	_, err := io.Copy(&buf, io.LimitReader(r.Body, 1<<20))
	return buf.Bytes(), err
}

func matches(secret string, body []byte, ts, sig string) bool {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write(body)
	m.Write([]byte(ts))
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(m.Sum(nil))), []byte(strings.TrimSpace(sig))) == 1
}

// Verification only where a secret is set, and a replay window of its own.
func Optional(secret string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var buf bytes.Buffer
		tee := io.TeeReader(r.Body, &buf)
		var ev struct{ Meta struct{ Timestamp time.Time } }
		if err := json.NewDecoder(tee).Decode(&ev); err != nil {
			http.Error(w, "bad body", 400)
			return
		}
		if secret != "" {
			if !matches(secret, buf.Bytes(), r.Header.Get(headerTimestamp), r.Header.Get(headerSignature)) {
				http.Error(w, "bad signature", 401)
				return
			}
			if at, err := http.ParseTime(r.Header.Get(headerTimestamp)); err != nil || time.Since(at) > 6*time.Hour {
				http.Error(w, "too old", 401)
				return
			}
		}
		w.WriteHeader(http.StatusOK)
	}
}

func equal(a, b string) bool { return a == b } // want `the signature is compared with "=="`

func hook(w http.ResponseWriter, r *http.Request) {
	body, _ := readAll(r)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(append(body, []byte(r.Header.Get(headerTimestamp))...))
	if !equal(hex.EncodeToString(m.Sum(nil)), r.Header.Get(headerSignature)) {
		w.WriteHeader(401)
		return
	}
	w.WriteHeader(200)
}

var errSignature = errors.New("signature")

type delivery struct {
	body      []byte
	timestamp string
	signature string
}

func parse(r *http.Request) (*delivery, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	return &delivery{body: b, timestamp: r.Header.Get(headerTimestamp), signature: r.Header.Get(headerSignature)}, nil
}

func (d *delivery) verify(secret []byte) error {
	m := hmac.New(sha256.New, secret)
	m.Write(d.body)
	if hex.EncodeToString(m.Sum(nil)) != d.signature { // want `the signature is compared with "!=".*also, the HMAC leaves out the timestamp`
		return errSignature
	}
	return nil
}

func (d *delivery) verifyWell(secret []byte) error {
	m := hmac.New(sha256.New, secret)
	m.Write(d.body)
	m.Write([]byte(d.timestamp))
	sum, err := hex.DecodeString(d.signature)
	if err != nil {
		return errSignature
	}
	if hmac.Equal(sum, m.Sum(nil)) {
		return nil
	}
	return errSignature
}

func viaDelivery(w http.ResponseWriter, r *http.Request) {
	d, err := parse(r)
	if err != nil {
		w.WriteHeader(400)
		return
	}
	if err := d.verify([]byte("a")); err != nil {
		w.WriteHeader(401)
		return
	}
	if err := d.verifyWell([]byte("a")); errors.Is(err, errSignature) {
		w.WriteHeader(401)
		return
	}
}

func switched(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(body)
	m.Write([]byte(r.Header.Get(headerTimestamp)))
	switch sig := r.Header.Get(headerSignature); sig {
	case "":
		w.WriteHeader(400)
	case hex.EncodeToString(m.Sum(nil)): // want `the signature is compared with "=="`
		w.WriteHeader(200)
	default:
		w.WriteHeader(401)
	}
}

func array(w http.ResponseWriter, r *http.Request) {
	sigs := r.Header["Klaviyo-Signature"]
	if len(sigs) != 1 {
		w.WriteHeader(400)
		return
	}
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(body)
	m.Write([]byte(r.Header.Get(headerTimestamp)))
	if bytes.Compare([]byte(sigs[0]), []byte(hex.EncodeToString(m.Sum(nil)))) != 0 { // want `the signature is compared with "bytes\.Compare"`
		w.WriteHeader(401)
		return
	}
	slog.Info("ok", "len", len(body))
}

func prefixed(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(body)
	m.Write([]byte(r.Header.Get(headerTimestamp)))
	if !hmac.Equal([]byte("sha256="+hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(headerSignature))) { // want `a prefix is put before the digest`
		w.WriteHeader(401)
		return
	}
}

func trimmedPrefix(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(body)
	m.Write([]byte(r.Header.Get(headerTimestamp)))
	sig := strings.TrimPrefix(r.Header.Get(headerSignature), "sha256=")
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(sig)) {
		w.WriteHeader(401)
		return
	}
}

func withID(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	m.Write([]byte(r.Header.Get("Klaviyo-Webhook-Id")))
	m.Write(body)
	m.Write([]byte(r.Header.Get(headerTimestamp)))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(headerSignature))) { // want `the HMAC includes the webhook id`
		w.WriteHeader(401)
		return
	}
}

func separated(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	io.WriteString(m, strings.Join([]string{string(body), r.Header.Get(headerTimestamp)}, "."))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(headerSignature))) { // want `the HMAC has something between body and timestamp`
		w.WriteHeader(401)
		return
	}
}

func multi(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m := hmac.New(sha256.New, []byte("s"))
	io.Copy(m, io.MultiReader(bytes.NewReader(body), strings.NewReader(r.Header.Get(headerTimestamp))))
	dst := make([]byte, hex.EncodedLen(sha256.Size))
	hex.Encode(dst, m.Sum(nil))
	if hmac.Equal(dst, []byte(r.Header.Get(headerSignature))) {
		w.WriteHeader(200)
		return
	}
	w.WriteHeader(401)
}

func compacted(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var small bytes.Buffer
	json.Compact(&small, body)
	small.WriteString(r.Header.Get(headerTimestamp))
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(small.Bytes())
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(r.Header.Get(headerSignature))) { // want `the HMAC covers a re-encoded body, whose bytes differ from those signed;`
		w.WriteHeader(401)
		return
	}
}

func tokenCompare(w http.ResponseWriter, r *http.Request, token string) {
	if r.Header.Get(headerSignature) != token { // want `the signature is compared with "!="`
		w.WriteHeader(401)
		return
	}
}

// Only logs the header; the verification is the gateway's, by its own name.
func checkedByOther(v func([]byte, string) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !v(body, r.Header.Get(headerSignature)) {
			w.WriteHeader(401)
			return
		}
	}
}

// A sender: tests and simulators sign what they send.
func Send(c *http.Client, url string, body []byte) error {
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	m := hmac.New(sha256.New, []byte("s"))
	m.Write(body)
	req.Header.Set(headerSignature, hex.EncodeToString(m.Sum(nil)))
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}
