package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// What names say. A name tells that something is the private key when it says
// both Klaviyo and key, or says "private key" or "API key" inside a type or
// package that is about Klaviyo. Whatever else a name may mean, such as a
// public key, a path or a masked form, is not the key.

// squeeze writes a name without case and separators.
func squeeze(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// public reports whether a name says that it is no secret, or not the key
// itself.
func public(name string) bool {
	s := squeeze(name)
	for _, w := range []string{
		"public", "company", "site", "webhook", "signing", "path", "file", "header", "prefix", "suffix", "length", "mask", "redact", "hash", "fingerprint", "digest",
		"hint", "preview", "last4", "env", "scheme", "regex", "pattern", "format", "placeholder", "example", "ttl", "cache", "arn", "secretname", "secretid", "keyname", "keyid", "keys", "keyed",
		"idempot", "parse", "expir", "flag", "url", "secretref", "keyref", "client", "oauth", "valid", "lookup", "title", "label", "descr", "kind", "type",
	} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return s == "id" || strings.HasSuffix(s, "len") || strings.HasSuffix(s, "err")
}

// KeyName reports whether a name, of a variable, a field or an entry of the
// environment, says that it holds the private key: Klaviyo, and key, token or
// secret, and nothing that makes it another one.
func KeyName(name string) bool {
	if len(name) > 80 || strings.ContainsAny(name, " \t\n%") {
		return false
	}
	s := squeeze(name)
	if !strings.Contains(s, "klaviyo") || public(name) || oauthName(s) {
		return false
	}
	for _, w := range []string{"prod", "production", "staging", "stage", "test", "dev", "live", "value", "default"} {
		s = strings.TrimSuffix(s, w) // KLAVIYO_API_KEY_PROD
	}
	return strings.HasSuffix(s, "key") || strings.HasSuffix(s, "token") || strings.HasSuffix(s, "secret")
}

// oauthName recognises the names of tokens that OAuth gives.
func oauthName(squeezed string) bool {
	for _, w := range []string{"access", "refresh", "bearer", "jwt", "session", "csrf"} {
		if strings.Contains(squeezed, w) {
			return true
		}
	}
	return false
}

// isKeyField reports whether a name in a type, function or package is that of
// the key: it says so itself, or owner says Klaviyo.
func isKeyField(owner, name string) bool {
	if KeyName(name) {
		return true
	}
	if public(name) || !aboutKlaviyo(owner) {
		return false
	}
	switch squeeze(name) {
	case "apikey", "privatekey", "privateapikey", "secretkey", "secretapikey", "apitoken", "klaviyokey":
		return true
	}
	return false
}

// aboutKlaviyo reports whether the last elements of a qualified name say
// Klaviyo: the type or function, or its package, but no folder far above.
func aboutKlaviyo(owner string) bool {
	low := strings.ToLower(owner)
	if i := strings.LastIndexByte(low, '/'); i >= 0 {
		low = low[i+1:]
	}
	return strings.Contains(low, "klaviyo")
}

// masks reports whether a function's name says that it hides what it is given.
func masks(name string) bool {
	low := strings.ToLower(ir.Base(name))
	for _, w := range []string{"mask", "redact", "obfusc", "hide", "censor", "saniti", "scrub", "hash", "digest", "fingerprint", "encrypt", "truncate", "preview", "last4", "shorten", "elide", "abbrev", "cloak", "anonym", "checksum", "seal"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// keyish reports whether a field's name allows for a credential, so that it is
// followed by its name.
func keyish(name string) bool {
	s := squeeze(name)
	for _, w := range []string{"key", "token", "secret", "auth", "cred", "pass"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// gets reports whether a function's name says that it looks something up.
func gets(name string) bool {
	low := strings.ToLower(ir.Base(name))
	low = strings.TrimPrefix(low, "must")
	for _, w := range []string{"get", "string", "lookup", "env", "secret", "load", "read", "fetch", "require", "value", "access", "resolve"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return false
}
