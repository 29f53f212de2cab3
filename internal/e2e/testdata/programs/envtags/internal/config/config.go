// Package config reads the environment.
package config

import (
	"example.com/envtags/internal/envlib"
	"example.com/envtags/internal/shared"
)

// Klaviyo is what the mailer needs.
type Klaviyo struct {
	URL      string `env:"KLAVIYO_URL" envDefault:"https://a.klaviyo.com"`
	Key      string `env:"KLAVIYO_API_KEY,required"`
	Revision string `env:"KLAVIYO_REVISION" envDefault:"2024-10-15"` // want revision
}

// Config is everything.
type Config struct {
	Klaviyo Klaviyo
	Search  shared.Endpoint
	Ship    shared.Endpoint
}

// Load reads it.
func Load() *Config {
	var c Config
	if err := envlib.Parse(&c); err != nil {
		panic(err)
	}
	return &c
}
