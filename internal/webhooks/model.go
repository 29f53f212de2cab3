package webhooks

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A Result is what a package does with Klaviyo's webhooks, in the order of
// places.
type Result struct {
	Checks []*Check
	Reads  []*Read
	// Unverified are handlers that read one of Klaviyo's headers and certainly
	// verify nothing.
	Unverified []*Read
}

// A Read is a header of Klaviyo's, or an invented one, being read.
type Read struct {
	Header  string // canonical name
	Kind    klaviyo.HeaderKind
	Place   Place
	Klaviyo bool // the handler is one of Klaviyo's for other reasons than this name

	chain   []flow.Link
	handler *ir.Func
}

// A Check is one comparison of the signature header.
type Check struct {
	How     string // the operator or function, as written: "==", "bytes.Equal"
	Secure  bool   // the time it takes tells nothing
	Place   Place
	Operand [2]Place // both sides, when they stand in this package
	Negated bool     // "!="
	Faults  []Fault
	// Dropped lists where the result is thrown away.
	Dropped []Place

	chain   []flow.Link
	handler *ir.Func
	header  *Read
	local   int
	// decoded says how the header was decoded before.
	decoded string
	// sides of the comparison that are digests; nil when one of them is unknown.
	digests []side
	unknown bool
	root    *ir.Func
}

// A Place is a range of the package's source.
type Place = rule.Place

// A Fault is one way in which the signature is made wrongly.
type Fault string

// The faults. Each of them refuses what Klaviyo sends, or lets through what it
// did not.
const (
	NoTimestamp    Fault = "the timestamp is left out"
	TimestampFirst Fault = "the timestamp stands before the body"
	Separator      Fault = "something stands between body and timestamp"
	SignsID        Fault = "the webhook id is signed"
	OtherHash      Fault = "another hash"
	PlainHash      Fault = "a hash without a key"
	Base64         Fault = "base64"
	Raw            Fault = "raw bytes against hex"
	Prefixed       Fault = "a prefix"
	Reencoded      Fault = "a body that was encoded again"
	NotSigned      Fault = "compared with something that is no signature"
)

// A digest is what a hash was computed from.
type digest struct {
	hash  string // "sha256"; "" when unknown
	keyed bool
	texts []flow.Text
}

// A side is a digest as it is compared.
type side struct {
	*digest
	encoding string // "", hex, base64
	prefix   string
}

// Vague reports whether one side of the comparison is not known to be a digest of
// the body.
func (c *Check) Vague() bool { return c.unknown || len(c.digests) == 0 }
