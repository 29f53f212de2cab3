package hardcodedkey

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/keyflow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/secrets"
)

// Analyzer is the rule.
var Analyzer = rule.New(Doc, run, secrets.Analyzer, requests.Analyzer)

func run(pass *analysis.Pass) error {
	found := pass.ResultOf[secrets.Analyzer].(*secrets.Result)
	for _, f := range found.Merge(flowing(pass)...) {
		rule.Report(pass, rule.Diagnostic{
			Pos: f.Pos, End: f.End, Kind: kinds[f.Secret], Message: message(f), Fixes: fixes(pass, f),
		})
	}
	return nil
}

// flowing lists the secrets that are known by where they go.
func flowing(pass *analysis.Pass) []secrets.Finding {
	kinds := map[keyflow.SecretKind]secrets.Secret{
		keyflow.PrivateKey: secrets.PrivateKey, keyflow.WebhookSecret: secrets.WebhookSecret, keyflow.ClientSecret: secrets.ClientSecret,
	}
	var out []secrets.Finding
	for _, s := range keyflow.Secrets(pass.ResultOf[requests.Analyzer].(*requests.Result)) {
		at := edit.PartPlace(pass, s.Part.Src)
		f := secrets.Finding{Pos: at.Pos, End: at.End, Secret: kinds[s.Kind], Place: secrets.Literal}
		if s.Key != "" {
			f.Masked = klaviyo.Mask(s.Key)
		}
		out = append(out, f)
	}
	return out
}

// Files reports the keys in the configuration files and scripts of a run.
func Files(c *rule.FileContext) []rule.FileFinding {
	var findings []rule.FileFinding
	for _, k := range secrets.Files(c) {
		findings = append(findings, rule.FileFinding{
			Rule: Doc.Name, Kind: kinds[secrets.PrivateKey], Message: inFile(k.Masked, "this file"),
			File: k.File, Line: k.Line, Col: k.Col, EndLine: k.Line, EndCol: k.EndCol,
		})
	}
	return findings
}

var kinds = map[secrets.Secret]string{
	secrets.PrivateKey: "privatekey", secrets.WebhookSecret: "webhooksecret", secrets.ClientSecret: "clientsecret",
}

const fromEnv = "rotate it, and read the new one from the environment"

func message(f secrets.Finding) string {
	switch f.Secret {
	case secrets.WebhookSecret:
		return "webhook signing secret in source: whoever reads it can forge webhooks; " + fromEnv
	case secrets.ClientSecret:
		return "OAuth client secret in source: whoever reads it can act as the app; " + fromEnv
	}
	switch f.Place {
	case secrets.Comment:
		return fmt.Sprintf("private Klaviyo key %q in a comment: whoever reads it has the account; rotate it, and delete it here", f.Masked)
	case secrets.Tag:
		return fmt.Sprintf("private Klaviyo key %q in a struct tag: whoever reads it has the account; %s", f.Masked, fromEnv)
	case secrets.Embedded:
		if f.File != "" {
			return inFile(f.Masked, fmt.Sprintf("the embedded file %q, line %d", f.File, f.Line))
		}
		return inFile(f.Masked, "this file")
	}
	return fmt.Sprintf("private Klaviyo key %q in source: whoever reads it has the account; %s", f.Masked, fromEnv)
}

func inFile(masked, where string) string {
	return fmt.Sprintf("private Klaviyo key %q in %s: whoever reads it has the account; %s", masked, where, fromEnv)
}
