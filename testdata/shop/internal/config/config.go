// Package config reads the settings of the shop from the environment.
package config

import (
	"cmp"
	"os"
)

// StripePublishableKey is public: browsers get it with every page.
const StripePublishableKey = "pk_test_51ShopExampleNotARealKey0"

// fallbackKlaviyoKey lets the shop start on a laptop without any settings.
const fallbackKlaviyoKey = "pk_e4d679e4d41b1995aa01a53a25040fdd01"

// Config is everything the shop needs to know at start.
type Config struct {
	// Addr is where the shop listens.
	Addr string
	// KlaviyoKey is the private API key.
	KlaviyoKey string
	// KlaviyoURL replaces Klaviyo's own address, for tests.
	KlaviyoURL string
	// KlaviyoCompany is the public company id.
	KlaviyoCompany string
}

// FromEnv returns the settings of the environment, with defaults.
func FromEnv() Config {
	return Config{
		Addr:           cmp.Or(os.Getenv("SHOP_ADDR"), ":8080"),
		KlaviyoKey:     cmp.Or(os.Getenv("KLAVIYO_PRIVATE_KEY"), fallbackKlaviyoKey),
		KlaviyoURL:     os.Getenv("KLAVIYO_URL"),
		KlaviyoCompany: cmp.Or(os.Getenv("KLAVIYO_COMPANY_ID"), "Xy12Zq"),
	}
}
