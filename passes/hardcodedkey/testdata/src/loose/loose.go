// Package loose holds text of the loose shape, with and without a word that
// makes it a key.
package loose

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"klaviyo"
)

const klaviyoToken = "pk_722deKcNbwT34eiyvwKGx22t96eXoRB36v" // want `private Klaviyo key "pk_..….." in source`

var other = "pk_8B6Z93YIufXPVR0Iovc2PTwhOiTtJjnipL"

const plain = "pk_iZk2SkPHsjDSrPDijrqadenTGcXA3q9EA7" // want `private Klaviyo key "pk_..….." in source`

var header = "Klaviyo-API-Key " + plain

var paymentKey = "pk_lMgxHOyaCm8LNQsXbJDXph2ULt1jXxyT28"

var env = []string{"KLAVIYO_API_KEY=pk_Na7hSeM7JFi7S997QpS7VkfsMXbdLxTshQ", "STRIPE_KEY=pk_PFXkIMb2TEurLB7GRmroAEmm9mw4vmvarM"} // want `private Klaviyo key "pk_..….." in source`

var settings = map[string]string{
	"klaviyo_private_key": "pk_qOE0awREYK6Tye4zdNV6GJMm9OEgiEv1NJ", // want `private Klaviyo key "pk_..….." in source`
	"stripe_key":          "pk_Nv1gvg9tyc7dIv0V5DkYRgZbD1B2hPNGON",
	"klaviyo_list":        "pk_DPmdjgaMenBG5nUHr9IJ9sjBpVgyz5D1Iu",
}

var nested = map[string]map[string]string{
	"klaviyo": {
		"api_key": "pk_9HQqg5vXbEKFH6psT4amuoK7s4iHgxXxEl", // want `private Klaviyo key "pk_..….." in source`
		"list":    "pk_MfDFmmBXySPsSVU5wQB2p6MrFbNuxEI8py",
	},
	"stripe": {"api_key": "pk_3QX47Hokt8t9PUWYZhDXmoxDpTGMfP6U0q"},
}

type klaviyoConfig struct{ Region, APIKey string }

var positional = klaviyoConfig{"eu", "pk_xoCrPZqpcvNhyfES5tlKSLbxCWlj1RZXaG"} // want `private Klaviyo key "pk_..….." in source`

var ours = klaviyo.Config{APIKey: "pk_yn6CLYYzFTjl6XXOT4WopAjtrsTO5wEqR4", List: "pk_VotrQxoVsRDRKZ1AZldCPPFvHpklwyj3U0"} // want `private Klaviyo key "pk_..….." in source`

type config struct {
	KlaviyoKey string `default:"pk_hBBfbqASUma0HLBVb0wYYpugVKeyBVwSR1"` // want `in a struct tag`
	Other      string `default:"pk_qsLTyYugkm9UybEpkmdlw4rcvsDhTLgBoR"`
}

func calls(c *config, h klaviyo.Header) {
	os.Setenv("KLAVIYO_API_KEY", "pk_BApGm92sWtdhekFIZiLlsWDVlYbH5V6I5w") // want `private Klaviyo key "pk_..….." in source`
	os.Setenv("STRIPE_KEY", "pk_7csHZgHKhJe7MNk72JDjEnybZvz2nylxMi")
	klaviyo.New("pk_CLK8bAWUv6cyBPkjDYC2p7ludSJHqzCHEm")   // want `private Klaviyo key "pk_..….." in source`
	c.KlaviyoKey = "pk_N7XDAzRxnjbMmQThwInDETMDHBswWjorq3" // want `private Klaviyo key "pk_..….." in source`
	c.Other = "pk_ntSG5HQh27IVMGGIcUvkRfRF9IwveypdDj"
	c.KlaviyoKey = strings.TrimSpace("pk_oaQphY4P0sNw33FXudKGgzz3473Rzl9q61")          // want `private Klaviyo key "pk_..….." in source`
	h.Set("Authorization", "Klaviyo-API-Key "+"pk_YRVim5sA5C5xyn4ejOXLFB3e28efcpGKeW") // want `private Klaviyo key "pk_..….." in source`
	connect(nil, "pk_LZNp9lJ8vdcnlrRoX1wiGd4lW5HvfcdKen")                              // want `private Klaviyo key "pk_..….." in source`
	connect("pk_1xhf0jVTa0gsSMjAvZm3PlqhOIwfLQP2Tw", "")
}

func formatted() []string {
	return []string{
		fmt.Sprintf("Klaviyo-API-Key %s", "pk_JQ7vZs0wXtUe52RkLm8NdYhGc4TqAbPo1i"), // want `private Klaviyo key "pk_..….." in source`
		fmt.Sprintf("Basic %s", "pk_Zs0wXtUe52RkLm8NdYhGc4TqAbPo1iJQ7v"),
	}
}

func connect(log any, klaviyoAPIKey string) {}

func klaviyoKey() string {
	if len(other) > 0 {
		return "pk_5CnIkTXATdIeAdELjMUXeqRvHQsYo42rWV" // want `private Klaviyo key "pk_..….." in source`
	}
	return ""
}

var js = `{"klaviyo": {"token": "pk_MHom4FHye1lwlhWzImWfOJ9DxoB6e9olQB"}, "klaviyo_token": "pk_dwEzDCFZcgK2rkfxPgRhvMJVs3Sm5SfZVZ"}` // want `private Klaviyo key "pk_..….." in source`

// The klaviyo key pk_cOvvpGxnFxJ7WZPjtFCbYZdM2MRuOYdxb3 is in prose, and prose proves nothing.
var klaviyoKeyPattern = regexp.MustCompile("^pk_GrgTc59bbfCCmmCjSfsQD0VClxpuCeDzkd$")
