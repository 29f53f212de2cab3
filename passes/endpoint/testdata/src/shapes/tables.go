package shapes

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
)

// A proxy in front of Klaviyo: the caller signs.
func Proxy() http.Handler {
	u, _ := url.Parse("https://a.klaviyo.com")
	p := httputil.NewSingleHostReverseProxy(u)
	return p
}

func Rewrite() http.Handler {
	u, _ := url.Parse("https://a.klaviyo.com")
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(u)
		r.Out.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("K"))
	}}
}

func Local() {
	s := httptest.NewServer(nil)
	http.Get(s.URL + "/api/v2/lists")
}

type step struct{ method, path string }

func Steps(get func(string) string) {
	for _, s := range []step{
		{"GET", "/api/lists"},
		{"POST", "/api/tags"},
		{"GET", "/api/segmentz"}, // want `no revision has "GET /api/segmentz", so Klaviyo answers 404; did you mean`
		{"DELETE", "/api/flows"}, // want `no revision has "DELETE /api/flows": the path takes GET, POST; did you`
	} {
		req, _ := http.NewRequest(s.method, "https://a.klaviyo.com"+s.path, nil)
		req.Header.Set("revision", "2026-07-15")
		req.Header.Set("Authorization", "Bearer "+get("token"))
		http.DefaultClient.Do(req)
	}
}

func Redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://www.klaviyo.com/oauth/authorize?client_id=x", http.StatusFound)
}

func Tail(kind string) {
	p := "/api/"
	switch kind {
	case "a":
		p += "accounts"
	case "b":
		p += "account" // want `no revision has "GET /api/account", so Klaviyo answers 404; did you mean`
	default:
		p += kind
	}
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com"+p, nil)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	http.DefaultClient.Do(req)
}
