// Package literals holds keys in every kind of expression.
package literals

type header map[string]string

func (h header) Set(name, value string) {}

const key = "pk_f552cc5023d8319aea1181f76f3adcbdc1" // want `private Klaviyo key "pk_..….." in source`

var company = "pk_SArxGD_8a1cf3cc47250976d3ead6e5e523d505f7" // want `private Klaviyo key "pk_..….." in source`

const (
	head = "pk_89941acf7" // want `private Klaviyo key "pk_..….." in source`
	tail = "80de956fe5d1483d7a598ac5d"
)

func split() string { return head + tail }

func again() string { return "Klaviyo-API-Key " + head + tail }

// A constant is reported where it is declared, and only there.
func use(h header) {
	h.Set("Authorization", "Klaviyo-API-Key "+key)
	h.Set("Authorization", "Klaviyo-API-Key pk_960c71f2731a0ce76f67ca8980aab6ae4b") // want `private Klaviyo key "pk_..….." in source`
}

var lines = "pk_c13d2a43a6ada2706" + // want `private Klaviyo key "pk_..….." in source`
	"91286d33cd6909d45"

func variable(prefix string) string {
	return prefix + "/" + "pk_85e48b" + // want `private Klaviyo key "pk_..….." in source`
		("7f8b97acc97187c257354d2c366e") + "/x"
}

// want +3 `private Klaviyo key "pk_..….." in source`
var raw = `{
	"klaviyo": {
		"private_key": "pk_b5300ff4ea9117e51cd4d87cd1c32b3c4c"
	}
}`

var bytes = []byte("pk_b5abf9f9e25113e99112cc31280d6899af") // want `private Klaviyo key "pk_..….." in source`

var list = []byte{'p', 'k', '_', '9', '4', 'a', '3', 'c', '7', '2', '3', '6', 'b', '5', '2', '9', '4', '9', 'b', '5', '0', '1', '1', '9', 'f', 'c', 'e', '3', '0', '1', '6', '1', 'e', 'd', '0', 'c', '7'} // want `private Klaviyo key "pk_..….." in source`

type typed string

const named typed = "pk_4f1cba86b353bb0579c9106270eb5a65c7" // want `private Klaviyo key "pk_..….." in source`

var converted = "id " + string(named)

type settings struct {
	Key string `env:"KLAVIYO_KEY" envDefault:"pk_2e2976ca18f87c57aad11420a85d014b56"` // want `private Klaviyo key "pk_..….." in a struct tag`
}

// The staging key is pk_7557d391c37f26e12da4cad8c06d00ee8e, ask before use. // want `private Klaviyo key "pk_..….." in a comment`
func documented() {}

// want +3 `in a comment`

/*
	curl -H "Authorization: Klaviyo-API-Key pk_yGN3x4wFKGHlEMwbja3UxG0wuk8qUdows5"
*/

//go:generate sync -key pk_d0f6bc7e0183f3a506061914380c282d6f // want `in a comment`

var both = []string{"pk_22923dad98e28e941b3ec75079db839ba9", "pk_21f3b18412d714b151adf6e5384b57a704"} // want `in source` `in source`

func escaped() string { return "\"pk_35731015916458cf72945c2cc8e1668559\"" } // want `private Klaviyo key "pk_..….." in source`
