// Package klaviyocfg holds settings.
package klaviyocfg

import "os"

type Config struct {
	Name string
	Key  string
}

func Load() *Config { return &Config{Name: os.Getenv("NAME"), Key: os.Getenv("KEY")} }
