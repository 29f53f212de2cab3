//go:build !js && !headless

package tagged

import "net/http"

func server() {
	http.Post("https://a.klaviyo.com/client/profiles?company_id=AbC123", "application/json", nil) // want `use "POST /api/profile-import"`
}
