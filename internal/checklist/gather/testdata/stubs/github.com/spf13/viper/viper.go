// Package viper stands in for the module of that name: signatures alone.
package viper

func SetConfigFile(in string)       {}
func ReadInConfig() error           { return nil }
func AutomaticEnv()                 {}
func BindEnv(input ...string) error { return nil }
func GetBool(key string) bool       { return false }
func GetString(key string) string   { return "" }
