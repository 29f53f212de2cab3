package e164

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	phone "github.com/klaviyolint/klaviyolint/internal/e164"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports phone numbers on their way to Klaviyo that are not E.164.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

func run(pass *analysis.Pass) error {
	res := pass.ResultOf[requests.Analyzer].(*requests.Result)
	once := rule.NewOnce(pass)
	for _, t := range phones(res) {
		part, ok := requests.Literal(pass.Pkg.Path(), t)
		if !ok || part.Src.Gen {
			continue
		}
		at := edit.PartPlace(pass, part.Src)
		problem, detail := judge(t)
		if problem == phone.OK || problem == phone.Empty {
			continue
		}
		once.Report(at, "", message(problem, detail), fixes(pass, t, part)...)
	}
	for _, at := range cleaned(res) {
		once.Report(at, "", "phone number loses its plus sign here, and is not E.164 without it; keep the plus, or put \"+\" before the digits")
	}
	return nil
}

// judge says what is wrong with a number, or with every number that a template
// can give.
func judge(t flow.Text) (phone.Problem, string) {
	if s, ok := t.Const(); ok {
		if phone.IsMask(s) {
			return phone.OK, ""
		}
		return phone.Check(s)
	}
	parts := strings.Split(t.Pattern(), flow.HoleMark)
	return phone.CheckTemplate(parts)
}

func message(p phone.Problem, detail string) string {
	if detail != "" {
		detail = " (" + detail + ")"
	}
	return fmt.Sprintf("phone number is not E.164: %s%s; write it like \"+15551234567\"", p, detail)
}

func fixes(pass *analysis.Pass, t flow.Text, part flow.Part) []rule.Fix {
	s, ok := t.Const()
	if !ok || len(t) != 1 || part.Src.DeclPkg != "" {
		return nil
	}
	norm, ok := phone.Normalize(s, rule.Settings(pass).DefaultRegion)
	if !ok {
		return nil
	}
	edits, ok := edit.LiteralEdit(pass, part.Src.Pos, s, norm)
	if !ok {
		return nil
	}
	return []rule.Fix{{Message: "write the number in E.164", Edits: edits, Safe: true}}
}
