package webhooksig

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

// Analyzer reports webhook handlers that do not verify, or not rightly.
var Analyzer = rule.New(Doc, run, webhooks.Analyzer)

const (
	refused = ", so genuine deliveries are refused"
	sign    = "sign the raw body followed by Klaviyo-Timestamp"
	dropped = "the result of the comparison is ignored, so forged deliveries pass; answer 401 and return when it fails"
)

// says holds what is told of each fault: fact, consequence, way out.
var says = map[webhooks.Fault]string{
	webhooks.NoTimestamp:    "the HMAC leaves out the timestamp" + refused + "; " + sign,
	webhooks.TimestampFirst: "the HMAC starts with the timestamp" + refused + "; " + sign,
	webhooks.Separator:      "the HMAC has something between body and timestamp" + refused + "; " + sign,
	webhooks.SignsID:        "the HMAC includes the webhook id, which is not signed" + refused + "; " + sign,
	webhooks.Reencoded:      "the HMAC covers a re-encoded body, whose bytes differ from those signed; read the body once and sign these bytes",
	webhooks.OtherHash:      "the HMAC is not made with SHA-256" + refused + "; use hmac.New(sha256.New, secret)",
	webhooks.PlainHash:      "the hash has no key" + refused + "; use hmac.New(sha256.New, secret)",
	webhooks.Base64:         "base64 is used where Klaviyo-Signature is hex" + refused + "; use hex.DecodeString or hex.EncodeToString",
	webhooks.Raw:            "raw bytes are compared with the hex of Klaviyo-Signature" + refused + "; use hex.DecodeString on the header",
	webhooks.Prefixed:       "a prefix is put before the digest, and Klaviyo-Signature has none" + refused + "; compare the bare hex",
}

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[webhooks.Analyzer].(*webhooks.Result)
	for _, c := range res.Checks {
		check(pass, c)
	}
	invented := map[webhooks.Place]bool{}
	for _, r := range res.Reads {
		if r.Kind == klaviyo.HeaderInvented || r.Kind == klaviyo.HeaderGeneric && r.Klaviyo {
			invented[r.Place] = true
			report(pass, r.Place, fmt.Sprintf("Klaviyo sends no %q header, so it is always empty; read %q", r.Header, genuine(r.Header)), nil)
		}
	}
	for _, r := range res.Unverified {
		if !invented[r.Place] {
			report(pass, r.Place, fmt.Sprintf("the handler reads %q and verifies nothing, so anyone can send it events; check Klaviyo-Signature with hmac.Equal", r.Header), nil)
		}
	}
	return nil
}

// check reports what is wrong with one comparison, in one finding.
func check(pass *analysis.Pass, c *webhooks.Check) {
	var facts []string
	var fixes []rule.Fix
	if !c.Secure {
		facts = append(facts, fmt.Sprintf("the signature is compared with %q, whose timing tells how much of a guess is right; use hmac.Equal", c.How))
		fixes = fix(pass, c)
	}
	for _, f := range c.Faults {
		facts = append(facts, says[f])
	}
	for _, at := range c.Dropped {
		if at == c.Place {
			facts = append(facts, dropped)
		} else {
			report(pass, at, dropped, nil)
		}
	}
	if len(facts) > 0 {
		report(pass, c.Place, strings.Join(facts, "; also, "), fixes)
	}
}

// genuine is the header that was meant.
func genuine(header string) string {
	low := strings.ToLower(header)
	switch {
	case strings.Contains(low, "timestamp"):
		return klaviyo.WebhookTimestamp
	case strings.Contains(low, "signature"), strings.Contains(low, "hmac"), strings.Contains(low, "sha256"):
		return klaviyo.WebhookSignature
	}
	return klaviyo.WebhookID
}

func report(pass *analysis.Pass, at webhooks.Place, message string, fixes []rule.Fix) {
	rule.Report(pass, rule.Diagnostic{Pos: at.Pos, End: at.End, Message: message, Fixes: fixes})
}
