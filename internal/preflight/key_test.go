package preflight

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyInputs(t *testing.T) {
	for text, ok := range map[string]bool{
		testKey: true, testKey + "\n": true, testKey + "\r\n": true, "": false, "\n": false, testKey + "\n\n": false,
		"pk_abc\r\nX-Evil: 1": false, "pk_ab c": false, "pk_\x00": false, "pk_ä": false, "\t" + testKey: false, testKey + "\x7f": false,
	} {
		t.Setenv("K", strings.ReplaceAll(text, "\x00", "\x01"))
		c, err := KeyFromEnv("K")
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
		if ok && c.secret != testKey {
			t.Errorf("%q is read as another key", text)
		}
		if err != nil && len(text) > 4 && strings.Contains(err.Error(), "pk_") {
			t.Errorf("the error repeats the key: %v", err)
		}
		c, err = KeyFromFile("-", strings.NewReader(text))
		if (err == nil) != ok || c.From != "standard input" {
			t.Errorf("stdin %q: %v from %s", text, err, c.From)
		}
	}
	if _, err := KeyFromEnv("K_NOT_SET"); err == nil || !strings.Contains(err.Error(), "K_NOT_SET is not set") {
		t.Error(err)
	}
	if _, err := KeyFromEnv(testKey); err == nil || strings.Contains(err.Error(), testKey) {
		t.Errorf("the key as a name: %v", err)
	}
}

func TestKeyFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(name, []byte(testKey+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := KeyFromFile(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ch := checkInputs(c, &Options{}); ch.State != Warn || !strings.Contains(ch.Text, "mode 0644") {
		t.Errorf("%+v", ch)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	c, _ = KeyFromFile(name, nil)
	t.Setenv("HOOK", "short")
	if ch := checkInputs(c, &Options{}); ch.State != OK {
		t.Errorf("%+v", ch)
	}
	if ch := checkInputs(c, &Options{WebhookSecretEnv: "HOOK"}); ch.State != Warn || !strings.Contains(ch.Details[0], "5 characters") {
		t.Errorf("%+v", ch)
	}
	if _, err := KeyFromFile(filepath.Join(t.TempDir(), "none"), nil); err == nil {
		t.Error("no error")
	}
}

func TestCredentialPrintsMasked(t *testing.T) {
	c := key(t, testKey)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		shows(t, verb, fmt.Sprintf(verb, c))
	}
	t.Setenv("T", "token-abcdef-0123456789")
	tok, err := TokenFromEnv("T")
	if err != nil || tok.String() != "…" || tok.IsKey() {
		t.Errorf("%v %v", tok, err)
	}
}

func TestRedactor(t *testing.T) {
	r := NewRedactor([]string{"whsec-0123456789abcdef"}, key(t, testKey))
	for in, want := range map[string]string{
		"key " + testKey:                  "key …",
		strings.ToUpper(testKey) + "!":    "…!",
		"4f0a and 4f0":                    "… and 4f0",
		"Authorization: Bearer abc.def x": "Authorization: Bearer … x",
		"a\x1b[31mb\u202ec\u200bd":        "a[31mbcd",
		"4f\u200b0a":                      "…",
		"whsec-0123456789abcdef":          "…",
		"2026-07-15":                      "2026-07-15",
	} {
		if got := r.Outside(in, 100); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := r.Outside(strings.Repeat("ä", 300), 200); len([]rune(got)) != 201 {
		t.Errorf("%d characters", len([]rune(got)))
	}
	if got := NewRedactor(nil, key(t, "x")).Own("next: 34 hex"); got != "next: 34 hex" {
		t.Error(got)
	}
	if got := r.Own("4f0a stays, 4f0a9c2b does not"); got != "4f0a stays, … does not" {
		t.Error(got)
	}
}
