// Package config reads the environment.
package config

import (
	"cmp"
	"os"
	"time"

	"example.com/confighost/internal/shared"
)

// Klaviyo is what the mailer needs.
type Klaviyo struct {
	URL string
	Key string
}

// Config is everything.
type Config struct {
	Klaviyo Klaviyo
	Search  shared.Endpoint
	Ship    shared.Endpoint
}

// Load reads it.
func Load() *Config {
	return &Config{
		Klaviyo: Klaviyo{URL: cmp.Or(os.Getenv("KLAVIYO_URL"), "https://a.klaviyo.com"), Key: os.Getenv("KLAVIYO_API_KEY")},
		Search:  shared.Endpoint{Base: "https://search.internal.example", Wait: time.Second},
		Ship:    shared.Endpoint{Base: "https://ship.internal.example"},
	}
}
