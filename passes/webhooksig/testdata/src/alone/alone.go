package alone

import "net/http"

// Nothing else uses bytes' place for the import: hmac is a variable here.
func named(w http.ResponseWriter, r *http.Request, hmac string) {
	if r.Header.Get("Klaviyo-Signature") == hmac { // want `compared with "=="`
		return
	}
	w.WriteHeader(http.StatusUnauthorized)
}
