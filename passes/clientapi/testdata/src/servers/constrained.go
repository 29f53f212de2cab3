//go:build !js && !integration

package servers

import "net/http"

func server() { http.Post("https://a.klaviyo.com/client/profiles?company_id=AbC123", "", nil) } // want `"POST /client/profiles" is for browsers and apps, not for servers; use`
