// Package viper has the shape of the library, as far as the fixtures need it.
package viper

func GetString(key string) string
