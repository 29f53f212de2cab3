//go:build mobile

package tagged

import "net/http"

func phone() {
	http.Post("https://a.klaviyo.com/client/events?company_id=AbC123", "application/json", nil)
}
