package klaviyoapi

import "net/http"

// Transport authenticates requests and pins the revision.
type Transport struct {
	key  string
	Base http.RoundTripper
}

func NewTransport(key string) *Transport { return &Transport{key: key, Base: http.DefaultTransport} }

func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	c := req.Clone(req.Context())
	c.Header["revision"] = []string{revision}
	c.Header.Set("authorization", "klaviyo-api-key "+t.key)
	return t.Base.RoundTrip(c)
}
