// Package conf reads the settings of the service.
package conf

import (
	"encoding/json"
	"os"
)

type Config struct {
	Listen  string  `json:"listen"`
	Timeout int     `json:"timeout"`
	Mail    Mail    `json:"mail"`
	Backend Backend `json:"backend"`
}

// Backend is what the marketing team uses.
type Backend struct {
	Credential string `json:"credential"`
	ListID     string `json:"list_id"`
}

type Mail struct {
	Host string `json:"host"`
}

func Load(path string) (*Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var c Config
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	return &c, nil
}
