// Package viper has the signatures of the library.
package viper

import "strings"

type Viper struct{}

func New() *Viper { return nil }

func SetDefault(key string, value any) {}
func GetString(key string) string      { return "" }

func (v *Viper) SetEnvKeyReplacer(r *strings.Replacer)   {}
func (v *Viper) AutomaticEnv()                           {}
func (v *Viper) SetDefault(key string, value any)        {}
func (v *Viper) GetString(key string) string             { return "" }
func (v *Viper) Unmarshal(rawVal any, opts ...any) error { return nil }
