package preflight

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// newTLS starts a server with a certificate of an own authority; the error log of
// the server is of no interest.
func newTLS(t *testing.T, name string, until time.Time, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	priv, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if ip := net.ParseIP(name); ip != nil {
		tmpl.IPAddresses = []net.IP{ip}
	} else {
		tmpl.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &priv.PublicKey, priv)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = discard()
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: priv}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return s, pool
}

func TestTLS(t *testing.T) {
	asked := 0
	h := func(w http.ResponseWriter, r *http.Request) {
		asked++
		reply(200, apiJSON, oneAccount)(w, r)
	}
	tomorrow := time.Now().Add(24 * time.Hour)
	good, pool := newTLS(t, "127.0.0.1", tomorrow, h)
	other, otherPool := newTLS(t, "other.example", tomorrow, h)
	expired, expiredPool := newTLS(t, "127.0.0.1", time.Now().Add(-24*time.Hour), h)
	rows := []struct {
		name  string
		url   string
		roots *x509.CertPool
		state State
		words string
	}{
		{"good", good.URL, pool, OK, "account AbC123"},
		{"unknown root", good.URL, x509.NewCertPool(), Fail, "certificate refused: issued by an authority"},
		{"another host", other.URL, otherPool, Fail, "certificate refused: it is another host's"},
		{"expired", expired.URL, expiredPool, Fail, "certificate refused: expired"},
		{"no TLS", "https://" + strings.TrimPrefix(httptestURL(t, h), "http://"), nil, Fail, "no TLS there"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			asked = 0
			o := newOptions(t, row.url)
			o.Roots = row.roots
			r := run(t, o)
			c := r.want(t, "key", row.state, row.words)
			if row.state != OK && (asked != 0 || c.Requests[0].Tries != 1) {
				t.Errorf("%d requests arrived, %d tries", asked, c.Requests[0].Tries)
			}
			if row.state == OK && c.Requests[0].IssuedBy != "127.0.0.1" {
				t.Errorf("issued by %q", c.Requests[0].IssuedBy)
			}
		})
	}
}

func httptestURL(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// A proxy that tunnels; the base is a name that only the proxy can reach.
func TestProxy(t *testing.T) {
	h := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Proxy-Authorization") != "" {
			t.Error("the server got the proxy's password")
		}
		reply(200, apiJSON, oneAccount)(w, r)
	}
	target, pool := newTLS(t, "klaviyo-proxy.internal", time.Now().Add(time.Hour), h)
	tunnels := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Header.Get("Authorization") != "" {
			t.Errorf("%s with %q", r.Method, r.Header.Get("Authorization"))
		}
		tunnels++
		to, err := net.Dial("tcp", target.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		from, buf, _ := w.(http.Hijacker).Hijack()
		fmt.Fprint(from, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { defer to.Close(); _, _ = io.Copy(to, buf) }()
		defer from.Close()
		_, _ = io.Copy(from, to)
	}))
	defer proxy.Close()
	b, err := ParseBase("https://klaviyo-proxy.internal", func(h string) bool { return h == "klaviyo-proxy.internal" })
	if err != nil || !b.Foreign {
		t.Fatal(b, err)
	}
	o := newOptions(t, "http://localhost:1")
	o.Base, o.Roots = b, pool
	via, _ := url.Parse(proxy.URL)
	via.User = url.UserPassword("user", "hunter2hunter2")
	o.Proxy = func(*http.Request) (*url.URL, error) { return via, nil }
	r := run(t, o)
	r.want(t, "key", OK)
	if tunnels == 0 || r.Proxy != via.Host {
		t.Errorf("%d tunnels, proxy %q", tunnels, r.Proxy)
	}
	var out bytes.Buffer
	if err := Text(&out, r, View{Verbose: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "through proxy "+via.Host) || strings.Contains(out.String(), "hunter2") {
		t.Error(out.String())
	}
	// A base on this machine takes no proxy.
	_, o = fake(t)
	o.Proxy = func(*http.Request) (*url.URL, error) { t.Error("asked for a proxy"); return via, nil }
	run(t, o).want(t, "key", OK)
}

// What a proxy says when it refuses is its own affair, and may repeat its password.
func TestProxyThatRefuses(t *testing.T) {
	for status, words := range map[int]string{407: "wants a user and a password (407)", 403: "opens no way to the host (403)", 502: "opens no way to the host (502)"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				buf := make([]byte, 4096)
				_, _ = c.Read(buf)
				_, _ = fmt.Fprintf(c, "HTTP/1.1 %d user hunter2hunter2 %s\r\nContent-Length: 0\r\n\r\n", status, testKey)
				_ = c.Close()
			}
		}()
		b, err := ParseBase("https://klaviyo-proxy.internal", func(string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		o := newOptions(t, "http://localhost:1")
		o.Base = b
		via := &url.URL{Scheme: "http", Host: l.Addr().String(), User: url.UserPassword("user", "hunter2hunter2")}
		o.Proxy = func(*http.Request) (*url.URL, error) { return via, nil }
		c := run(t, o).want(t, "key", Fail, words)
		if strings.Contains(c.Text, "hunter2") {
			t.Errorf("it repeats the proxy: %s", c.Text)
		}
		if once := c.Requests[0].Tries == 1; once != (status < 500) {
			t.Errorf("%d: %d tries", status, c.Requests[0].Tries)
		}
	}
}
