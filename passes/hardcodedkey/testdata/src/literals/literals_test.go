package literals

import "testing"

func TestKey(t *testing.T) {
	const real = "pk_b165d29e961d671985824d953870315ecf" // want `private Klaviyo key "pk_..….." in source`
	const klaviyoAPIKey = "pk_poNEBJl13xje4PAFXTqGIOasccpjKFmNyj"
	if key == real {
		t.Log("Klaviyo-API-Key pk_YQGLKdhh5n77hPrlhuo4CDUmGTNVBPJa7X")
	}
}
