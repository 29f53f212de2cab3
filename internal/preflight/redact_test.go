package preflight

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

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
