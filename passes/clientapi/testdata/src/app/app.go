// Package app runs on phones.
package app

import (
	"net/http"

	_ "golang.org/x/mobile/bind"
)

func track() {
	http.Post("https://a.klaviyo.com/client/events?company_id=AbC123", "application/json", nil)
}
