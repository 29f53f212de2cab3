package settings

import "os"

func Revision() string {
	if v := os.Getenv("REV"); v != "" {
		return v
	}
	return "2023-10-15"
}
