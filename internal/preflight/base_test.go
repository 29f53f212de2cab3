package preflight

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

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
