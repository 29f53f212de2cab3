// Package fixed is the golden file of fixes: nothing is left.
package fixed

import "net/http"

func create() {
	resp, err := http.Post("https://a.klaviyo.com/api/profile-import", "application/json", nil)
	if err == nil {
		resp.Body.Close()
	}
}
