package config

import (
	"os"
	"strconv"
)

type KlaviyoConfig struct {
	Endpoint string
	APIKey   string
	Retries  int
}

type StripeConfig struct {
	PublishableKey string
}

type Config struct {
	Addr     string
	SeedDemo bool
	Klaviyo  KlaviyoConfig
	Stripe   StripeConfig
}

func env(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}

func envInt(name string, fallback int) int {
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		return fallback
	}
	return n
}

// MustLoad reads the environment; the fallbacks are those of the staging account.
func MustLoad() Config {
	return Config{
		Addr:     env("ADDR", ":9000"),
		SeedDemo: env("SEED_DEMO", "") == "1",
		Klaviyo: KlaviyoConfig{
			Endpoint: env("KLAVIYO_ENDPOINT", "https://a.klaviyo.com/api/"),
			APIKey:   env("KLAVIYO_API_KEY", "pk_15dac4b6f200e72945b22bd69603ca3647"), // want hardcodedkey
			Retries:  envInt("KLAVIYO_RETRIES", 3),
		},
		Stripe: StripeConfig{
			PublishableKey: env("STRIPE_PK", "pk_test_TYooMQauvdEDq54NiTphI7jx"),
		},
	}
}
