package preflight

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
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
	"runtime"
	"strings"
	"testing"
	"time"
)

const oneAccount = `{"data":[{"type":"account","id":"AbC123","attributes":{"test_account":false}}]}`

func TestSlowAndEndless(t *testing.T) {
	spaces := bytes.Repeat([]byte(" "), 32<<10)
	rows := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		state  State
		words  string
	}{
		{"slow headers", func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }, Fail, "no answer within"},
		{"slow body", func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			fmt.Fprint(w, `{"data":[`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return true
		}, Fail, "no answer within"},
		{"endless body", func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			fmt.Fprint(w, `{"data":[`)
			for r.Context().Err() == nil {
				if _, err := w.Write(spaces); err != nil {
					break
				}
			}
			return true
		}, Unknown, "longer than 64 KiB"},
		{"gzip", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, oneAccount)
			return z.Close() == nil
		}, OK, "account AbC123"},
		{"gzip bomb", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, `{"data":[`)
			for range 2000 {
				if _, err := z.Write(spaces); err != nil {
					break
				}
			}
			return z.Close() == nil
		}, Unknown, "longer than 64 KiB"},
		{"endless headers", func(w http.ResponseWriter, _ *http.Request) bool {
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\n")
			for i := range 4000 {
				if _, err := fmt.Fprintf(c, "X-%d: %s\r\n", i, strings.Repeat("x", 100)); err != nil {
					break
				}
			}
			return true
		}, Fail, ""},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"data":[`)
			return true
		}, Fail, "closed before the answer was complete"},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) bool {
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprint(c, "220 mail.example ESMTP\r\n")
			return true
		}, Fail, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			o.Timeout = 30 * time.Second // what is endless ends by its length
			if strings.HasPrefix(row.words, "no answer within") {
				o.Timeout = 300 * time.Millisecond
			}
			k.Before = row.answer
			run(t, o).want(t, "key", row.state, row.words)
		})
	}
}

// Retries, their waits, and the latency that is shown: that of the answer.
func TestRetries(t *testing.T) {
	fails := func(n, status int, header ...string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if n == 0 {
				return false
			}
			n--
			return reply(status, apiJSON, "{}", header...)(w, r)
		}
	}
	rows := []struct {
		name     string
		answer   func(http.ResponseWriter, *http.Request) bool
		state    State
		requests int
		least    time.Duration
	}{
		{"503 twice", fails(2, 503), OK, 3, 1500 * time.Millisecond},
		{"503 thrice", fails(3, 503), Fail, 3, 1500 * time.Millisecond},
		{"500 once", fails(1, 500), OK, 2, 500 * time.Millisecond},
		{"500 twice", fails(2, 500), Fail, 2, 500 * time.Millisecond},
		{"429 with a wait", fails(1, 429, "Retry-After", "7"), OK, 2, 7 * time.Second},
		{"429 twice", fails(2, 429, "Retry-After", "7"), Warn, 2, 7 * time.Second},
		{"429 without", fails(1, 429), Warn, 1, 0},
		{"429 with a date", fails(1, 429, "Retry-After", "Mon, 23 Nov 2026 10:13:00 GMT"), Warn, 1, 0},
		{"429 beyond the deadline", fails(1, 429, "Retry-After", "61"), Warn, 1, 0},
		{"400", fails(1, 400), Unknown, 1, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			k.Before = only("/api/accounts", row.answer)
			r := run(t, o)
			r.want(t, "key", row.state)
			if n := len(k.Seen()); n < row.requests {
				t.Errorf("%d requests, want %d", n, row.requests)
			}
			if c := r.check(t, "key"); c.Requests[0].Tries != row.requests {
				t.Errorf("%d tries, want %d", c.Requests[0].Tries, row.requests)
			}
			var waited time.Duration
			for i, d := range o.Clock.(*fakeClock).slept {
				if i < row.requests*2 {
					waited += d
				}
			}
			if waited < row.least {
				t.Errorf("waited %s, want %s", waited, row.least)
			}
		})
	}
}

// Requests to an endpoint of the smallest tier are more than a second apart.
func TestPacing(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	o.Needs.Scopes = nil
	o.Needs.Revisions = []RevisionUse{{Value: "2025-04-15"}, {Value: "2025-07-15"}, {Value: "2026-01-15"}}
	run(t, o)
	if n := len(k.Seen()); n != 4 {
		t.Fatalf("%d requests", n)
	}
	slept := o.Clock.(*fakeClock).slept
	if len(slept) != 3 {
		t.Fatalf("slept %v", slept)
	}
	for _, d := range slept {
		if d < 1000*time.Millisecond || d > 1100*time.Millisecond {
			t.Errorf("slept %s", d)
		}
	}
}

func TestDeadline(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	clock := o.Clock.(*fakeClock)
	k.Before = func(http.ResponseWriter, *http.Request) bool { clock.advance(40 * time.Second); return false }
	r := run(t, o)
	r.want(t, "scopes", Warn, "profiles:read")
	n := len(k.Seen())
	if n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	o.Needs.Scopes = append(o.Needs.Scopes[:2:2], ScopeUse{Scope: "lists:read", Certain: true})
	run(t, o).want(t, "scopes", Unknown, "out of time")
}

func TestInterrupt(t *testing.T) {
	k, o := fake(t)
	ctx, cancel := context.WithCancel(t.Context())
	k.Before = func(_ http.ResponseWriter, r *http.Request) bool {
		cancel()
		<-r.Context().Done()
		return true
	}
	o.Needs = needs()
	start := time.Now()
	r := Run(ctx, o)
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %s", d)
	}
	if r.Stopped != "interrupted" || len(k.Seen()) != 1 {
		t.Errorf("stopped %q, %d requests", r.Stopped, len(k.Seen()))
	}
	r.want(t, "key", Unknown, "interrupted")
}

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

// A redirect away from this machine is not followed.
func TestRedirectFromLoopback(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("followed") }))
	defer other.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		k, o := fake(t)
		k.Before = reply(code, "text/html", "", "Location", other.URL+"/api/accounts")
		r := run(t, o)
		r.want(t, "key", Fail, "redirected to "+strings.TrimPrefix(other.URL, "http://")+"; not followed")
		if r.Exit != 1 {
			t.Error("exit 0")
		}
	}
}

// A name of this machine that leads elsewhere gets nothing.
func TestOnlyLoopbackIsDialled(t *testing.T) {
	for address, ok := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "127.9.9.9:1": true, "[::ffff:127.0.0.1]:1": true, "10.0.0.1:80": false, "0.0.0.0:80": false, "[::]:80": false, "[::ffff:10.0.0.1]:80": false, "192.0.2.1:443": false, "x": false} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	o := newOptions(t, "http://localhost:1")
	o.Base.url.Host = "192.0.2.1:80" // as if localhost were resolved so
	run(t, o).want(t, "key", Fail, "does not lead to this machine; nothing was sent")
}

func TestParseBase(t *testing.T) {
	listed := func(h string) bool { return h == "proxy.internal" || h == "proxy.internal:8443" }
	for text, want := range map[string]string{
		"https://a.klaviyo.com":            "https://a.klaviyo.com",
		"https://A.Klaviyo.com/":           "https://a.klaviyo.com",
		"https://a.klaviyo.com:443":        "https://a.klaviyo.com",
		"http://localhost:8080":            "http://localhost:8080",
		"http://127.0.0.1":                 "http://127.0.0.1",
		"https://127.0.0.1:1":              "https://127.0.0.1:1",
		"http://[::1]:80":                  "http://[::1]:80",
		"http://127.1":                     "http://127.0.0.1",
		"http://2130706433":                "http://127.0.0.1",
		"http://0x7f.0.0.1":                "http://127.0.0.1",
		"http://[::ffff:127.0.0.1]":        "http://127.0.0.1",
		"http://127.0.0.1:80/klaviyo":      "http://127.0.0.1:80/klaviyo",
		"https://proxy.internal":           "https://proxy.internal",
		"https://proxy.internal:8443/k/":   "https://proxy.internal:8443/k",
		"http://a.klaviyo.com":             "",
		"http://proxy.internal":            "",
		"https://other.internal":           "",
		"https://a.klaviyo.com:8443":       "",
		"https://a.klaviyo.com/x":          "",
		"https://a.klaviyo.com/api":        "",
		"https://a.klaviyo.com.":           "",
		"https://a.klaviyo.com@evil.test":  "",
		"https://user:pw@a.klaviyo.com":    "",
		"https://a.klaviyo.com?x=1":        "",
		"https://a.klaviyo.com?":           "",
		"https://a.klaviyo.com#x":          "",
		"http://localhost.example.com":     "",
		"http://127.0.0.1.nip.io":          "",
		"http://0.0.0.0":                   "",
		"http://[::]":                      "",
		"http://[::ffff:10.0.0.1]":         "",
		"http://10.1":                      "",
		"http://127.0.0.1/../x":            "",
		"http://127.0.0.1//x":              "",
		"http://localhost%2eexample.com":   "",
		"http://127.0.0.256":               "",
		"http://localhost:0":               "",
		"http://localhost:99999":           "",
		"ftp://localhost":                  "",
		"localhost":                        "",
		"":                                 "",
		"https://":                         "",
		"http://localhost\r\nX: y":         "",
		"http://[::1%25lo]":                "",
		"http://1.2.3.4.5":                 "",
		"http://LOCALHOST":                 "http://localhost",
		"https://xn--a-klaviyo-0o4d.com":   "",
		"https://a.klaviyo.com%00.evil":    "",
		"javascript://a.klaviyo.com/%0a1":  "",
		"https://a.klaviyo.com\\@evil.com": "",
	} {
		b, err := ParseBase(text, listed)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is taken as %s", text, b)
		case want != "" && (err != nil || b.String() != want):
			t.Errorf("%q: %v %v, want %s", text, b.url, err, want)
		}
	}
}

// echo is what servers do with the key to get it into a report.
func echo(where string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		auth := r.Header.Get("Authorization")
		h := w.Header()
		switch where {
		case "headers":
			for _, name := range []string{"X-Klaviyo-Req-Id", "X-Klaviyo-Api-Revision", "Cid", "RateLimit-Limit", "RateLimit-Remaining", "Retry-After", "Date", "Age", "Content-Type", "Server"} {
				h.Set(name, strings.TrimPrefix(auth, "Klaviyo-API-Key "))
			}
			w.WriteHeader(http.StatusOK)
		case "ok":
			h.Set("Content-Type", apiJSON)
			body := testKey[3:]
			fmt.Fprintf(w, `{"data":[{"type":"account","id":%q,"attributes":{"public_api_key":%q}}]}`, body[:6], body[6:12])
		case "redirect":
			h.Set("Location", "http://"+testKey[3:]+".example/"+url.PathEscape(auth))
			w.WriteHeader(http.StatusFound)
		case "status":
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprintf(c, "HTTP/1.1 403 %s\r\nContent-Type: %s\r\n\r\n", auth, apiJSON)
		case "no status":
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprintf(c, "HTTP/1.1 %s\r\n\r\n", auth)
		case "bad header":
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", strings.ReplaceAll(auth, " ", "\x00"))
		case "more than asked":
			c, buf, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprintf(buf, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s%s", apiJSON, len(oneAccount), oneAccount, strings.Repeat(auth, 50))
			buf.Flush()
		default: // a code
			code := 0
			fmt.Sscan(where, &code)
			h.Set("Content-Type", apiJSON)
			w.WriteHeader(code)
			half := testKey[3:20]
			fmt.Fprintf(w, `{"errors":[{"code":"c%s","title":%q,"detail":"%s %s %s","source":{"pointer":%q,"parameter":%q}}]}`,
				half, auth, auth, strings.ToUpper(testKey), "<b>"+testKey[10:16]+"</b>", testKey[5:], half)
		}
		return true
	}
}

// Whatever a server sends back, no piece of the key of four characters or more
// is in any output.
func TestKeyIsNeverShown(t *testing.T) {
	for _, where := range []string{"headers", "ok", "redirect", "status", "no status", "bad header", "more than asked", "200", "201", "302", "400", "401", "403", "404", "409", "410", "418", "429", "500", "503"} {
		t.Run(where, func(t *testing.T) {
			k, o := fake(t)
			o.Needs, o.Surplus, o.Webhooks = needs(), true, true
			o.Timeout = 2 * time.Second
			k.Before = echo(where)
			for _, path := range []string{"", "/api/profiles", "/api/webhooks"} {
				if path != "" {
					k.Before = only(path, echo(where))
				}
				r := run(t, o)
				for _, f := range formats {
					var out bytes.Buffer
					if err := f.write(o.Redactor().Stream(&out), r, View{Verbose: true}); err != nil {
						t.Fatal(err)
					}
					shows(t, f.name, out.String())
				}
			}
		})
	}
}

// shows fails where a text holds a piece of the key's random part.
func shows(t *testing.T, what, text string) {
	t.Helper()
	low := strings.ToLower(text)
	body := testKey[3:]
	for i := 0; i+4 <= len(body); i++ {
		piece := body[i : i+4]
		for at := 0; ; {
			j := strings.Index(low[at:], piece)
			if j < 0 {
				break
			}
			from := max(0, at+j-40)
			t.Errorf("%s shows %q: ...%s", what, piece, text[from:min(len(text), at+j+20)])
			at += j + 1
		}
	}
}

// What the program itself composes holds no key either: a TLS server whose
// certificate repeats it.
func TestKeyInCertificate(t *testing.T) {
	s, _ := newTLS(t, testKey[3:]+".example", time.Now().Add(time.Hour), func(http.ResponseWriter, *http.Request) {})
	o := newOptions(t, s.URL)
	o.Roots = x509.NewCertPool()
	r := run(t, o)
	var out bytes.Buffer
	if err := JSON(&out, r, View{}); err != nil {
		t.Fatal(err)
	}
	shows(t, "json", out.String())
}

// No connection and no goroutine outlives a run.
func TestNothingLeaks(t *testing.T) {
	_, o := fake(t)
	o.Needs, o.Surplus, o.Webhooks = needs(), true, true
	run(t, o)
	before := runtime.NumGoroutine()
	for range 5 {
		run(t, o)
	}
	deadline := time.Now().Add(3 * time.Second)
	for runtime.NumGoroutine() > before+2 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before+2 {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before\n%s", after, before, buf[:runtime.Stack(buf, true)])
	}
}

// A server may send any bytes at all.
func FuzzServer(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
	f.Add([]byte("HTTP/1.1 403 No\r\nContent-Type: application/vnd.api+json\r\n\r\n{\"errors\":[{\"code\":\"x\"}]}"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nRateLimit-Limit: 15, 1;w=1, 15;w=60\r\nRateLimit-Remaining: 1\r\n\r\n" + oneAccount))
	f.Add([]byte("HTTP/1.1 302 Found\r\nLocation: //" + testKey + "\r\n\r\n"))
	f.Add([]byte("HTTP/1.0 429 \r\nRetry-After: 1\r\n\r\n"))
	f.Add([]byte("\x00\xff" + testKey))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	defer l.Close()
	answers := make(chan []byte, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = http.ReadRequest(bufio.NewReader(c))
				text := <-answers
				answers <- text
				_, _ = c.Write(text)
			}()
		}
	}()
	f.Fuzz(func(t *testing.T, text []byte) {
		answers <- text
		defer func() { <-answers }()
		o := newOptions(t, "http://"+l.Addr().String())
		o.Timeout = time.Second
		o.Needs = needs()
		o.Webhooks = true
		st, _ := ParseStatusBase("http://" + l.Addr().String())
		o.Status = &st
		r := Run(t.Context(), o)
		for _, fm := range formats {
			var out bytes.Buffer
			if err := fm.write(o.Redactor().Stream(&out), r, View{Verbose: true}); err != nil {
				t.Fatal(err)
			}
			if fm.name == "text" && strings.ContainsAny(out.String(), "\x00\x1b\r") {
				t.Errorf("control characters in %q", out.String())
			}
			if fm.name == "json" {
				if _, err := Read(out.Bytes()); err != nil {
					t.Error(err)
				}
			}
			shows(t, fm.name, out.String())
		}
	})
}
