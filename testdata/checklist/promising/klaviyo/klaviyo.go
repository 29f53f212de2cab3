// Package klaviyo promises much.
package klaviyo

import (
	"fmt"
	"net/http"
	"os"
	"strings"

	"example.com/promising/breaker"
	"example.com/promising/ratelimit"
)

var (
	limiter = ratelimit.NewLimiter(10, 20)
	circuit = &breaker.CircuitBreaker{}
	// KLAVIYO_ENABLED is read, and nothing asks it.
	enabled = os.Getenv("KLAVIYO_ENABLED")
)

// SecretManager holds what stands in the environment.
type SecretManager struct{}

// GetSecretValue reads a variable whose name proves nothing.
func (SecretManager) GetSecretValue() string { return os.Getenv("SECRET_MANAGER_KEY") }

// retryWithExponentialBackoff runs f once.
func retryWithExponentialBackoff(f func() error) error { return f() }

// countKlaviyoRequestsTotal counts nothing.
func countKlaviyoRequestsTotal(code int) {}

// AlertOnUnauthorized alerts nobody.
func AlertOnUnauthorized(code int) {}

// CheckKlaviyo is called by nobody.
func CheckKlaviyo() error {
	resp, err := http.Get("https://status.klaviyo.com/api/v2/status.json")
	if err == nil {
		resp.Body.Close()
	}
	return err
}

// Subscribe adds somebody; see https://status.klaviyo.com.
func Subscribe(email string) error {
	fmt.Println(enabled)
	return circuit.Execute(func() error {
		return retryWithExponentialBackoff(func() error {
			limiter.Wait()
			req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", strings.NewReader(fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q}}}`, email)))
			if err != nil {
				return err
			}
			req.Header.Set("Authorization", "Klaviyo-API-Key "+SecretManager{}.GetSecretValue())
			req.Header.Set("revision", "2026-07-15")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			countKlaviyoRequestsTotal(resp.StatusCode)
			if resp.StatusCode >= 300 {
				AlertOnUnauthorized(resp.StatusCode)
				return fmt.Errorf("klaviyo answered %d", resp.StatusCode)
			}
			return nil
		})
	})
}
