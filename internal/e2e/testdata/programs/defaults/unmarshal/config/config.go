package config

import (
	"strings"

	"github.com/spf13/viper"
)

type Config struct {
	Klaviyo Klaviyo `mapstructure:"klaviyo"`
}

type Klaviyo struct {
	APIRevision string `mapstructure:"revision"`
	BaseURL     string `mapstructure:"base_url"`
}

func Load() (*Config, error) {
	v := viper.New()
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	v.SetDefault("klaviyo.revision", "2023-10-15") // want revision
	v.SetDefault("klaviyo.base_url", "https://a.klaviyo.com")
	var c Config
	if err := v.Unmarshal(&c); err != nil {
		return nil, err
	}
	return &c, nil
}
