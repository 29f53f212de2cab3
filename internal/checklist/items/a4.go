package items

import (
	"regexp"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

var a4 = Item{checklist.Doc{
	ID: "A4", Title: "public key where client-side code needs one",
	Why:  "Browsers and apps identify the account by its public key of six characters. A private key there is published; anything else is refused.",
	Fix:  "Put the public key from the account's API settings there, or a value from configuration.",
	Pass: "every `company_id` is a constant of six letters and digits, or comes from configuration", Fail: "a private key, an empty value, or a constant of another form", Open: "the value is not known",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked()+" and "+plural(c.Scanned, "file"), "no client-side call and no script of Klaviyo's"
	c.open(j)
	for _, call := range c.api {
		if call.Kind != inventory.KindClient {
			continue
		}
		s := request(call, checklist.Open, "the company id is not known", "write the public key, or read it from configuration, where klaviyolint can see it")
		for _, u := range call.Req.URLs {
			for _, t := range u.Param("company_id") {
				text, known := t.Const()
				switch {
				case known:
					s.Mark, s.What, s.Settle = company(text)
					s.What = call.What() + ": " + s.What
				case len(t) > 0 && t[len(t)-1].Hole && (t[len(t)-1].From.Kind == "env" || t[len(t)-1].From.Kind == "field"):
					s.Mark, s.What, s.Settle = checklist.Met, call.What()+": the company id comes from configuration", ""
				}
			}
		}
		j.Add(s)
	}
	for _, f := range c.Snippets {
		mark, what, settle := company(f.Value)
		if f.Dynamic {
			mark, what, settle = checklist.Met, "the company id comes from configuration", ""
		}
		j.Add(checklist.Subject{Mark: mark, Kind: "script", What: what, Place: checklist.Place{Path: inventory.Relative(c.Root, f.File), Line: f.Line, Column: f.Col}, Settle: settle})
	}
}}

var sixCharacters = regexp.MustCompile(`^[A-Za-z0-9]{6}$`)

func company(s string) (checklist.Mark, string, string) {
	switch {
	case len(klaviyo.FindKeys(s)) > 0 || strings.HasPrefix(s, "pk_"):
		return checklist.Not, "a private key stands where the public one belongs", ""
	case s == "":
		return checklist.Not, "the company id is empty", ""
	case sixCharacters.MatchString(s):
		return checklist.Met, "the company id has six letters and digits", ""
	}
	return checklist.Not, "the company id is no public key of six letters and digits", ""
}
