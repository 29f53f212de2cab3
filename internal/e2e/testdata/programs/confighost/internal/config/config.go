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
	URL      string
	Key      string
	Revision string
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
		Klaviyo: Klaviyo{URL: cmp.Or(os.Getenv("KLAVIYO_URL"), "https://a.klaviyo.com"), Key: os.Getenv("KLAVIYO_API_KEY"), Revision: revision()},
		Search:  shared.Endpoint{Base: "https://search.internal.example", Wait: time.Second},
		Ship:    shared.Endpoint{Base: "https://ship.internal.example"},
	}
}

func revision() string {
	if r, ok := os.LookupEnv("KLAVIYO_REVISION"); ok {
		return r
	}
	return "2025-01-15" // want revision
}
