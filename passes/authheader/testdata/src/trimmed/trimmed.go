// Package trimmed tells the kinds of credentials apart after it cleaned them.
package trimmed

import (
	"net/http"
	"strings"
)

type mixed struct {
	secret string
	web    *http.Client
}

func open(secret string) *mixed {
	return &mixed{secret: strings.TrimSpace(secret), web: &http.Client{}}
}

func (m *mixed) wrong() {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil)
	req.Header.Set("revision", "2026-07-15")
	if strings.HasPrefix(m.secret, "pk_") {
		req.Header.Set("Authorization", "Bearer "+m.secret) // want `a private key is sent with "Bearer", the scheme of OAuth tokens; send`
	} else {
		req.Header.Set("Authorization", "Bearer "+m.secret)
	}
	m.web.Do(req)
}

func (m *mixed) right() {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil)
	req.Header.Set("revision", "2026-07-15")
	if strings.HasPrefix(m.secret, "pk_") {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+m.secret)
	} else {
		req.Header.Set("Authorization", "Bearer "+m.secret)
	}
	m.web.Do(req)
}
