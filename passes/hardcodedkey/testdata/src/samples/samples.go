// Package samples holds what keys look like in scanners and forms for klaviyo.
package samples

import (
	"fmt"
	"regexp"
)

type input struct{ Name, Placeholder, Example, Value string }

var form = []input{
	{Name: "klaviyoKey", Placeholder: "pk_86323af9f487c28e83a5cd9061e6da8ed5", Example: "pk_f719752155036e7f61d69e94a9ec18e6aa"},
	{"klaviyoKey", "pk_17fd14fd5a2eb4e60ebf4c74efd7e3ad68", "", ""},
	{Name: "klaviyoKey", Value: "pk_d81a7175bcedc132202ca138704b95ab59"}, // want `private Klaviyo key "pk_..….." in source`
}

func rule() []string {
	tps := []string{
		"klaviyo_key = pk_zi1P1jRsJVmtGsGmnH4HU6ZC9yL5gpcvQ8",
		fmt.Sprintf("klaviyo_key = %s", "pk_84bf2484894a20ce027aa84b1a1cf05f35"),
	}
	var falsePositives = []string{"pk_18b25a5321bd677cdfb319f40f289acf40"}
	return append(tps, falsePositives...)
}

type rules struct{ truePositives []string }

func (rules) Examples() []string { return []string{"pk_674842fe6813762cc6e2b60f16df5fcda2"} }

var sampleKey = "pk_1e403d5484dce989b75b939cb9985a7598"

const exampleKey = "pk_e0f171b14361ba8cc03c7e62f72b7f619d"

var shown = "Klaviyo-API-Key " + exampleKey

var swagger = `{"example": "pk_a077fee76122b7c8ba96192db4e81f39f4", "x-klaviyo-key": "pk_e7626bfaa7a29b866fa46c7da4e04f3dd1"}` // want `private Klaviyo key "pk_..….." in source`

var _ = regexp.MustCompile("pk_6bc5fbc4cbd38cfbe2c84753145eea8b94|" + "pk_da8355d01bca3a8e3222a375cc1a68a62c")

func field() *input { return (&input{}).WithPlaceholder("pk_33cf056c7bab8184e4ccb9562ad859b815") }

func (i *input) WithPlaceholder(s string) *input { i.Placeholder = s; return i }

func newSampleClient(key string) {}

func init() { newSampleClient("pk_67bc00a01dbd0f25005fefdb03cbf5c397") } // want `private Klaviyo key "pk_..….." in source`

// Nothing of the shape: pk_, pk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, pk_1212121212121212121212121212121212, pk_49e2c491eb9487395018f7944fe07f56790, pk_test_28540c955f316780929d2d87,
// xpk_fff02eba571e7b3ec5decc1db9bedfdaf2, pk_live_4bf9dc277dfb590d47515193052671a46c.
var none = "pk_profile_events" + "pk_0000000000000000000000000000000000"
