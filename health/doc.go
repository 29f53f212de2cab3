// Package health says whether Klaviyo can be used: one cheap authenticated call,
// cached, bounded in time, with states that health checks understand. It has no
// dependency.
//
//	check := health.New(health.Accounts(client, key, "2026-07-15"))
//	http.Handle("/health/klaviyo", check)
//
// Klaviyo allows GET /api/accounts 15 times a minute for all replicas together,
// hence the cache. A rate limit or something in front of Klaviyo is degraded, not
// down: it must not take a service out of rotation.
//
// Put the check on a path of its own, or into the readiness of a service that is
// useless without Klaviyo. Never into liveness: an outage at Klaviyo would
// restart every instance.
package health
