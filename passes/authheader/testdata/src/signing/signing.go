// Package signing adds credentials to requests for Klaviyo.
package signing

import (
	"net/http"
	"os"
)

const Wrong = "Klaviyo-Private-Key "

func Sign(req *http.Request) {
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
}
