package preflight

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// KeyEnv is the environment variable that is read when no other is named.
const KeyEnv = "KLAVIYO_PRIVATE_KEY"

// A Credential is a private key or an access token. It prints as its mask, so
// that no format verb shows it.
type Credential struct {
	secret string
	scheme string // of the Authorization header
	From   string // "KLAVIYO_PRIVATE_KEY", "/run/secrets/klaviyo", "standard input"
	kind   string // "env" or "file"
	remark string // about the file it was read from
}

// String returns the masked form.
func (c Credential) String() string {
	if c.scheme == "Bearer" {
		return "…"
	}
	return klaviyo.Mask(c.secret)
}

// GoString is String, for %#v.
func (c Credential) GoString() string { return c.String() }

// IsKey reports whether it is a private key, no OAuth token.
func (c Credential) IsKey() bool { return c.scheme == klaviyo.KeyScheme }

func (c Credential) info() KeyInfo {
	from := c.From
	if c.kind != "" {
		from = c.kind + " " + from
	}
	return KeyInfo{From: from, Masked: c.String()}
}

// ErrNoKey says that the place named for the key holds none.
var ErrNoKey = errors.New("no key")

// KeyFromEnv reads a private key from an environment variable.
func KeyFromEnv(name string) (Credential, error) { return fromEnv(name, klaviyo.KeyScheme) }

// TokenFromEnv reads an OAuth access token from an environment variable.
func TokenFromEnv(name string) (Credential, error) { return fromEnv(name, "Bearer") }

func fromEnv(name, scheme string) (Credential, error) {
	if err := envName(name); err != nil {
		return Credential{}, err
	}
	text, set := os.LookupEnv(name)
	c := Credential{scheme: scheme, From: name, kind: "env"}
	if !set {
		return c, fmt.Errorf("%w: the environment variable %s is not set; -key-env NAME reads another, -key-file FILE a file", ErrNoKey, name)
	}
	return c, c.set(text)
}

// envName refuses what is no name of a variable: most likely the key itself,
// which must not be repeated in a message.
func envName(name string) error {
	if !envPattern.MatchString(name) || len(klaviyo.FindKeys(name)) > 0 || klaviyo.ShapeOf(name) != klaviyo.NoKey {
		return errors.New("the flag takes the name of an environment variable, never the key itself")
	}
	return nil
}

var envPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// maxKeyFile bounds a key file; a larger one is something else.
const maxKeyFile = 4096

// KeyFromFile reads a private key from a file, or from stdin when the name is
// "-".
func KeyFromFile(name string, stdin io.Reader) (Credential, error) {
	c := Credential{scheme: klaviyo.KeyScheme, From: name, kind: "file"}
	if len(klaviyo.FindKeys(name)) > 0 {
		return Credential{}, errors.New("-key-file takes the name of a file, never the key itself")
	}
	in := stdin
	if name == "-" {
		c.From, c.kind = "standard input", ""
	} else {
		f, err := os.Open(name)
		if err != nil {
			return c, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return c, err
		}
		if info.Mode().IsRegular() && info.Mode().Perm()&0o044 != 0 {
			c.remark = fmt.Sprintf("%s can be read by others (mode %04o): chmod 600", name, info.Mode().Perm())
		}
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxKeyFile+1))
	if err != nil {
		return c, fmt.Errorf("%s: %w", c.From, err)
	}
	if len(text) > maxKeyFile {
		return c, fmt.Errorf("%s: more than %d bytes are no key", c.From, maxKeyFile)
	}
	return c, c.set(string(text))
}

// set takes the key over. One final newline is cut; anything else that a header
// cannot carry is an error, since it could smuggle a header in.
func (c *Credential) set(text string) error {
	text = strings.TrimSuffix(text, "\n")
	text = strings.TrimSuffix(text, "\r")
	if text == "" {
		return fmt.Errorf("%w: %s is empty", ErrNoKey, c.From)
	}
	for i, r := range text {
		if r <= ' ' || r >= 0x7f {
			return fmt.Errorf("the key of %s has a character at byte %d that no key has (space, control character or not ASCII)", c.From, i+1)
		}
	}
	c.secret = text
	return nil
}

// vendors are keys of other services that begin like Klaviyo's.
var vendors = regexp.MustCompile(`^(pk_(live|test|prod|sandbox)_|sk_|rk_|pk\.|pk-lf-)`)

// checkInputs is P0: what can be said of the inputs without asking anybody.
func checkInputs(c Credential, o *Options) Check {
	ch := Check{ID: "P0", Name: "inputs", State: OK, Text: "key from " + c.From}
	switch {
	case !c.IsKey():
		ch.Text = "access token from " + c.From
	case klaviyo.IsCompanyID(c.secret):
		ch.State = Fail
		ch.Text = c.From + " holds a public key (company id), not a private key"
		ch.next = "put the private key (pk_...) into " + c.From
	case vendors.MatchString(c.secret):
		ch.State = Fail
		ch.Text = c.From + " holds a key of another service, not one of Klaviyo's"
		ch.next = "put Klaviyo's private key into " + c.From
	case klaviyo.ShapeOf(c.secret) == klaviyo.NoKey || klaviyo.ShapeOf(c.secret) == klaviyo.LooseKey:
		ch.State = Warn
		ch.Text = "the key has no known shape (pk_ and 34 hex digits); Klaviyo promises none"
	}
	if c.remark != "" && ch.State != Fail {
		ch.State = Warn
		if ch.Text == "key from "+c.From {
			ch.Text = c.remark
		} else {
			ch.Details = append(ch.Details, c.remark)
		}
	}
	if o.WebhookSecretEnv != "" {
		secret := os.Getenv(o.WebhookSecretEnv)
		if n := len(secret); n < minSecret {
			ch.State = worse(ch.State, Warn)
			ch.Details = append(ch.Details, fmt.Sprintf("the webhook secret of %s has %d characters; Klaviyo wants at least %d", o.WebhookSecretEnv, n, minSecret))
		}
	}
	return ch
}

// minSecret is the least length of a webhook's secret_key (facts: webhooks).
const minSecret = 16
