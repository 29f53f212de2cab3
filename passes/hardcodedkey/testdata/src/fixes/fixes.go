package fixes

import (
	"io" // the client

	"klaviyo"
)

const klaviyoKey = "pk_f8939c665c3c5da2708f9a950e89f065ec" // want `private Klaviyo key "pk_..….." in source`

var variable = "pk_30a1cc90c870c3fe5af7d7610ac7a8f130" // want `private Klaviyo key "pk_..….." in source`

func use(h klaviyo.Header, _ io.Reader) string {
	h.Set("Authorization", "Klaviyo-API-Key pk_22c9db650e05f0d72cc41ea5cff98960a2") // want `private Klaviyo key "pk_..….." in source`
	header := "Klaviyo-API-Key pk_4cc26a31291871e9a695abacb1812097ee"               // want `private Klaviyo key "pk_..….." in source`
	klaviyo.New("pk_ff036c9fd67050a5a20ef0650891e0ab0f")                            // want `private Klaviyo key "pk_..….." in source`
	os := "shadowed"
	klaviyo.New("pk_7504b7024e1c2f1a0c426ccea8a6646ae6") // want `private Klaviyo key "pk_..….." in source`
	return header + os
}
