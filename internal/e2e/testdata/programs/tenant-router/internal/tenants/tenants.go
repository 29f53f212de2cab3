// Package tenants knows which Klaviyo account belongs to whom.
package tenants

import "os"

// Tenant is one shop.
type Tenant struct {
	Slug    string
	Company string
	Key     string
}

// KeyFor prefers the environment.
func KeyFor(slug string) string {
	return getenv("KLAVIYO_KEY_"+slug, All[slug].Key)
}

// House is our own account.
func House() string {
	return getenv("KLAVIYO_HOUSE_KEY", "pk_783e22ed55456ba5f4cad01ef1b3bb91ab") // want hardcodedkey
}

func getenv(name, def string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return def
}
